import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { asRefusal, Refusal } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import { ScheduledTransferDrafts, type WantedScheduledTransfer } from './scheduled-transfer-drafts.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

/**
 * Promises a transfer for later, once under the claim. Nothing is held for it until then. Refuses what
 * `ScheduledTransferDrafts.draft` refuses, and `too_many_scheduled_transfers` and `idempotency_key_reused`.
 */
@Injectable()
export class ScheduleTransfer {
  constructor(
    private readonly drafts: ScheduledTransferDrafts,
    private readonly scheduled: ScheduledTransfers,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  async execute(
    userId: string,
    wanted: WantedScheduledTransfer,
    claim?: Claim,
  ): Promise<Replayable<ScheduledTransfer>> {
    const id = this.drafts.nextId();
    // A refusal must wait for the claim: what was scheduled stays scheduled when its time is over before the retry.
    const draft = await this.drafts.draft(id, userId, wanted).catch(asRefusal);
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, id);
      if (earlier !== undefined) return replayable(await this.scheduled.require(userId, earlier, tx), true);
      if (draft instanceof Refusal) throw draft;
      return replayable(await this.scheduled.add(tx, draft, this.drafts.maxOpen), false);
    });
  }
}
