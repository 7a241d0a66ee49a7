import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { asRefusal, Refusal } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Adjustment } from './adjustment.ts';
import { AdjustmentDrafts, type WantedAdjustment } from './adjustment-drafts.ts';
import { Adjustments } from './adjustments.ts';

/**
 * Asks for a correction of a wallet, once under the claim. No money moves before somebody else approves it. Refuses what
 * `AdjustmentDrafts.draft` refuses, and `idempotency_key_reused`.
 */
@Injectable()
export class RequestAdjustment {
  constructor(
    private readonly drafts: AdjustmentDrafts,
    private readonly adjustments: Adjustments,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  async execute(wanted: WantedAdjustment, claim?: Claim): Promise<Replayable<Adjustment>> {
    const id = this.drafts.nextId();
    // A refusal must wait for the claim: what was asked for stays asked for when the wallet closes before the retry.
    const draft = await this.drafts.draft(id, wanted).catch(asRefusal);
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, id);
      if (earlier !== undefined) return replayable(await this.adjustments.require(earlier, tx), true);
      if (draft instanceof Refusal) throw draft;
      return replayable(await this.adjustments.add(tx, draft), false);
    });
  }
}
