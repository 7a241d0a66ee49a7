import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { asRefusal, Refusal } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Order } from './order.ts';
import { OrderDrafts, type OrderRequest } from './order-drafts.ts';
import { Orders } from './orders.ts';

/**
 * Treats somebody: holds the buyer's money and places the order, or does neither. Refuses what `OrderDrafts.draft` refuses,
 * and insufficient_funds, wallet_frozen, wallet_closed, idempotency_key_reused.
 */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly drafts: OrderDrafts,
    private readonly orders: Orders,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  async execute(request: OrderRequest, claim: Claim | undefined): Promise<Replayable<Order>> {
    const orderId = this.drafts.nextId();
    // A refusal must wait for the claim: an order that is placed stays placed when its venue closes before the retry.
    const draft = await this.drafts.draft(orderId, request).catch(asRefusal);
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, orderId);
      if (earlier !== undefined) return replayable(await this.orders.require(earlier, tx), true);
      if (draft instanceof Refusal) throw draft;
      return replayable(await this.orders.place(tx, draft), false);
    });
  }
}
