import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Wallets } from '../wallets/index.ts';
import { demandSomebodyElses, type Adjustment, type AdjustmentDirection } from './adjustment.ts';

/** A correction of a wallet, as somebody asks for it. The amount is minor units of the wallet's currency. */
export interface WantedAdjustment {
  readonly walletId: string;
  readonly makerId: string;
  readonly direction: AdjustmentDirection;
  readonly amount: number;
  readonly reason: string;
  readonly reference?: string;
  readonly effectiveAt?: string;
}

/** Turns a wish into the adjustment that it would be. Reads, and writes nothing. */
@Injectable()
export class AdjustmentDrafts {
  constructor(
    private readonly wallets: Wallets,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The id of an adjustment to come. Ids sort by the time they were made; lists rely on it. */
  nextId(): string {
    return this.ids.next(this.clock.now().getTime());
  }

  /** Refuses `not_found`, `forbidden` (a wallet of one's own), `wallet_closed` and `effective_at_in_future`. */
  async draft(id: string, wanted: WantedAdjustment): Promise<Adjustment> {
    const { walletId, makerId, direction, amount, reason, reference = null } = wanted;
    const now = this.clock.now();
    const effectiveAt = wanted.effectiveAt === undefined ? null : new Date(wanted.effectiveAt);
    if (effectiveAt !== null && effectiveAt > now) throw refuse('effective_at_in_future');
    const wallet = await this.wallets.require(walletId);
    demandSomebodyElses(wallet, makerId);
    const { asset: currency, status } = wallet;
    if (status === 'closed') throw refuse('wallet_closed');
    return {
      ...{ id, walletId, transferId: this.ids.next(now.getTime()), direction, amount: BigInt(amount), currency },
      ...{ reason, reference, effectiveAt, status: 'pending', makerId, checkerId: null, decisionReason: null },
      ...{ version: 1, createdAt: now, decidedAt: null },
    };
  }
}
