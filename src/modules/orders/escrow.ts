import { Injectable } from '@nestjs/common';
import type { CaptureCommand } from '../../ledger/core/index.ts';
import { Ledger } from '../../ledger/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';
import { Refusal, refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import type { Order } from './order.ts';
import { splitOf } from './platform-fee.ts';

const TREAT = 'treat';
const TREAT_FEE = 'treat-fee';

/** The buyer's money of an order: held when it is placed; then captured at the bar, or let go. */
@Injectable()
export class Escrow {
  constructor(
    private readonly ledger: Ledger,
    private readonly ids: Ids,
    private readonly settings: Settings,
  ) {}

  /** Sets the amount aside in favour of the venue. Refuses what the ledger refuses: insufficient_funds, wallet_frozen, ... */
  async hold(tx: Tx, order: Order): Promise<void> {
    const { venueId, walletId, holdId, amount, currency, expiresAt, buyerId } = order;
    const payable = await this.ledger.openAccount(tx, 'venue-payable', currency, { name: venueId, id: venueId });
    const parties = { debit: walletId, credit: payable.id, initiatorId: buyerId };
    const terms = { amount, asset: currency, expiresAt, kind: TREAT, reference: order.id };
    await this.ledger.demand(tx, [{ op: 'hold', id: holdId, ...parties, ...terms }]);
  }

  /** Pays the venue, less our fee, in one linked set. Refuses order_expired, order_not_actionable. */
  async capture(tx: Tx, order: Order): Promise<void> {
    const { net, fee } = splitOf(order.amount, this.settings.get('orders.platform_fee_basis_points'));
    const common = { op: 'capture', hold: order.holdId, reference: order.id, link: this.ids.next() } as const;
    const captures: CaptureCommand[] = [];
    if (net > 0n) captures.push({ ...common, id: this.ids.next(), kind: TREAT, amount: net, final: fee === 0n });
    if (fee > 0n) {
      const { id: credit } = await this.ledger.openAccount(tx, 'platform-fee', order.currency);
      captures.push({ ...common, id: this.ids.next(), kind: TREAT_FEE, amount: fee, credit, final: true });
    }
    await inTermsOfTheOrder(this.ledger.demand(tx, captures));
  }

  /** Gives the money back to the buyer's available balance. Refuses order_expired, order_not_actionable. */
  async release(tx: Tx, order: Order): Promise<void> {
    await inTermsOfTheOrder(this.ledger.demand(tx, [{ op: 'void', hold: order.holdId }]));
  }

  /**
   * Sees to it that expired orders hold no money. Their holds end at the same instant as they do, so the ledger has let go
   * of them already or does so on being asked: that it has nothing left to void is the expected answer.
   */
  async letGo(tx: Tx, orders: readonly Order[]): Promise<void> {
    try {
      await this.ledger.demand(
        tx,
        orders.map(({ holdId }) => ({ op: 'void', hold: holdId })),
      );
    } catch (error) {
      if (!isResolvedHold(error)) throw error;
    }
  }
}

// The ledger reads the clock after us: an order that was in time a moment ago may be late by now.
async function inTermsOfTheOrder(posting: Promise<unknown>): Promise<void> {
  try {
    await posting;
  } catch (error) {
    if (!isResolvedHold(error)) throw error;
    throw refuse(error.code === 'hold_expired' ? 'order_expired' : 'order_not_actionable');
  }
}

function isResolvedHold(error: unknown): error is Refusal {
  return error instanceof Refusal && (error.code === 'hold_expired' || error.code === 'hold_not_pending');
}
