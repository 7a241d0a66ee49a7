import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { requireParty, type Order, type Party } from './order.ts';
import { Orders } from './orders.ts';

/** Who may do what to an order, and what it becomes. */
const ACTIONS = {
  accept: { by: 'recipient', to: 'ACCEPTED' },
  reject: { by: 'recipient', to: 'REJECTED' },
  cancel: { by: 'buyer', to: 'CANCELLED' },
} as const satisfies Record<string, { by: Party; to: Parameters<Orders['move']>[2] }>;

export interface OrderAction {
  readonly action: keyof typeof ACTIONS;
  readonly orderId: string;
  readonly callerId: string;
  /** The version the caller has read, if they say so. */
  readonly expectedVersion?: bigint;
  readonly claim?: Claim;
}

/**
 * Accepts, rejects or cancels an order; the last two give the money back. Of two who race, the first to lock the order wins.
 * Refuses not_found, forbidden, stale_version, order_expired, order_not_actionable, idempotency_key_reused.
 */
@Injectable()
export class ActOnOrder {
  constructor(
    private readonly orders: Orders,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  execute({ action, orderId, callerId, expectedVersion, claim }: OrderAction): Promise<Replayable<Order>> {
    const { by, to } = ACTIONS[action];
    return this.transactions.run(async (tx) => {
      const order = await this.orders.lock(tx, orderId);
      requireParty(order, callerId, by);
      if ((await this.claims.take(tx, claim, orderId)) !== undefined) return replayable(order, true);
      if (expectedVersion !== undefined && expectedVersion !== BigInt(order.version)) throw refuse('stale_version');
      return replayable(await this.orders.move(tx, order, to), false);
    });
  }
}
