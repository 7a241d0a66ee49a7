import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { Settings } from '../settings/index.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

export interface ScheduledTransferChange {
  readonly id: string;
  readonly userId: string;
  /** The version the caller has read, if they say so. */
  readonly expectedVersion?: bigint;
}

/**
 * Cancels and reschedules, as long as nothing has become of it. Of a change and the execution that race, the first to lock it wins.
 * Refuses `not_found`, `stale_version`, `scheduled_transfer_not_actionable`, `scheduled_for_out_of_range`, `idempotency_key_reused`.
 */
@Injectable()
export class ChangeScheduledTransfer {
  constructor(
    private readonly scheduled: ScheduledTransfers,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly settings: Settings,
  ) {}

  cancel(change: ScheduledTransferChange, claim?: Claim): Promise<Replayable<ScheduledTransfer>> {
    return this.transactions.run(async (tx) => {
      const scheduled = await this.scheduled.lock(tx, change.userId, change.id);
      if ((await this.claims.take(tx, claim, change.id)) !== undefined) return replayable(scheduled, true);
      demandVersion(scheduled, change);
      return replayable(await this.scheduled.cancel(tx, scheduled), false);
    });
  }

  reschedule(change: ScheduledTransferChange, scheduledFor: Date): Promise<ScheduledTransfer> {
    const maxDaysAhead = this.settings.get('scheduled_transfers.max_days_ahead');
    return this.transactions.run(async (tx) => {
      const scheduled = await this.scheduled.lock(tx, change.userId, change.id);
      demandVersion(scheduled, change);
      return this.scheduled.reschedule(tx, scheduled, { scheduledFor, maxDaysAhead });
    });
  }
}

function demandVersion({ version }: ScheduledTransfer, { expectedVersion }: ScheduledTransferChange): void {
  if (expectedVersion !== undefined && expectedVersion !== BigInt(version)) throw refuse('stale_version');
}
