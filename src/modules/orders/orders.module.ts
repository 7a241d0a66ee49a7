import { Module, type OnModuleInit } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { RiskModule } from '../risk/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { UsersModule } from '../users/index.ts';
import { VenuesModule } from '../venues/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { ActOnOrder } from './act-on-order.use-case.ts';
import { Escrow } from './escrow.ts';
import { ExpireOrdersJob } from './expire-orders.job.ts';
import { ListOrders } from './list-orders.use-case.ts';
import { OrderActionsController } from './order-actions.controller.ts';
import { OrderDrafts } from './order-drafts.ts';
import { OrderSources } from './order-sources.ts';
import { assertOrderTransitions } from './order-state.ts';
import { OrdersController } from './orders.controller.ts';
import { OrdersRepository } from './orders.repository.ts';
import { Orders } from './orders.ts';
import { PlaceOrder } from './place-order.use-case.ts';
import { PlacedOrders } from './placed-orders.ts';
import { ReadOrder } from './read-order.use-case.ts';

@Module({
  imports: [IdempotencyModule, RiskModule, SettingsModule, UsersModule, VenuesModule, WalletsModule],
  controllers: [OrdersController, OrderActionsController],
  providers: [
    ...[Orders, OrdersRepository, Escrow, OrderDrafts, OrderSources],
    ...[PlaceOrder, PlacedOrders, ActOnOrder, ReadOrder, ListOrders, ExpireOrdersJob],
  ],
  exports: [Orders],
})
export class OrdersModule implements OnModuleInit {
  onModuleInit(): void {
    assertOrderTransitions();
  }
}
