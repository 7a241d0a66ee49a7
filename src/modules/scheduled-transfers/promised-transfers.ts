import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Refusal } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { Settings } from '../settings/index.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

/** Writes scheduled transfers down, each once under its claim. */
@Injectable()
export class PromisedTransfers {
  constructor(
    private readonly scheduled: ScheduledTransfers,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly settings: Settings,
  ) {}

  /** A refusal waits for the claim: what was scheduled stays scheduled when its time is over before the retry. */
  once(
    { id, userId }: { readonly id: string; readonly userId: string },
    draft: ScheduledTransfer | Refusal,
    claim?: Claim,
  ): Promise<Replayable<ScheduledTransfer>> {
    const maxOpen = this.settings.get('scheduled_transfers.max_open_per_person');
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, id);
      if (earlier !== undefined) return replayable(await this.scheduled.require(userId, earlier, tx), true);
      if (draft instanceof Refusal) throw draft;
      return replayable(await this.scheduled.add(tx, draft, maxOpen), false);
    });
  }
}
