import type { NewOutboxEvent } from '../../platform/events/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Order } from './order.ts';
import type { OrderStatus } from './order-state.ts';

/** What is announced when an order has become something. PENDING is nobody's news. */
export const ORDER_EVENTS = {
  PAID: 'order.paid',
  ACCEPTED: 'order.accepted',
  REJECTED: 'order.rejected',
  REDEEMED: 'order.redeemed',
  EXPIRED: 'order.expired',
  CANCELLED: 'order.cancelled',
} as const satisfies Record<Exclude<OrderStatus, 'PENDING'>, string>;

export type AnnouncedStatus = keyof typeof ORDER_EVENTS;

/** The fact that the order has become `status`, with what its listeners need to tell both parties. */
export function orderEvent(order: Order, status: AnnouncedStatus): NewOutboxEvent {
  const { id: orderId, buyerId, recipientId, venueId, currency, version } = order;
  const amount = onWire(order.amount);
  const expiresAt = order.expiresAt.toISOString();
  const payload = { orderId, status, buyerId, recipientId, venueId, amount, currency, expiresAt, version };
  return { type: ORDER_EVENTS[status], aggregateId: orderId, payload };
}
