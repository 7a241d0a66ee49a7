export { refuseUnlessPossible, requireParty, type Order } from './order.ts';
export { OrderDto } from './order.dto.ts';
export { ORDER_EVENTS } from './order.events.ts';
export type { OrderStatus } from './order-state.ts';
export { Orders } from './orders.ts';
export { OrdersModule } from './orders.module.ts';
