import { Injectable } from '@nestjs/common';
import { asRefusal, Refusal } from '../../shared/refusal.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { type Movement, type Origin, Risk } from '../risk/index.ts';
import type { Order } from './order.ts';
import { OrderDrafts, type OrderRequest } from './order-drafts.ts';
import { PlacedOrders } from './placed-orders.ts';

/**
 * Treats somebody: holds the buyer's money and places the order, or does neither. Refuses what `OrderDrafts.draft` and `Risk.guard`
 * refuse, and insufficient_funds, wallet_frozen, wallet_closed, idempotency_key_reused.
 */
@Injectable()
export class PlaceOrder {
  constructor(
    private readonly drafts: OrderDrafts,
    private readonly placed: PlacedOrders,
    private readonly risk: Risk,
  ) {}

  async execute(request: OrderRequest, claim: Claim | undefined, origin?: Origin): Promise<Replayable<Order>> {
    const orderId = this.drafts.nextId();
    const draft = await this.drafts.draft(orderId, request).catch(asRefusal);
    const work = (): Promise<Replayable<Order>> => this.placed.once(orderId, draft, claim);
    if (draft instanceof Refusal) return work();
    const done = ({ replayed }: Replayable<Order>): string[] => (replayed ? [] : [draft.holdId]);
    return this.risk.guard({ movement: movementOf(draft, origin), claim, work, done });
  }
}

// Its money is a hold until it is redeemed.
function movementOf({ id, holdId, buyerId, recipientId, currency, amount }: Order, origin: Origin = {}): Movement {
  const parts = [{ id: holdId, currency, amount, payee: recipientId }];
  return { ...origin, id, subject: 'order', userId: buyerId, parts };
}
