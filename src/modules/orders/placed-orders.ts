import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Refusal } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Order } from './order.ts';
import { Orders } from './orders.ts';

/** Places orders, each once under its claim. */
@Injectable()
export class PlacedOrders {
  constructor(
    private readonly orders: Orders,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  /** A refusal waits for the claim: an order that is placed stays placed when its venue closes before the retry. */
  once(orderId: string, draft: Order | Refusal, claim: Claim | undefined): Promise<Replayable<Order>> {
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, orderId);
      if (earlier !== undefined) return replayable(await this.orders.require(earlier, tx), true);
      if (draft instanceof Refusal) throw draft;
      return replayable(await this.orders.place(tx, draft), false);
    });
  }
}
