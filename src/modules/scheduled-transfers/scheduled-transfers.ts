import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { type NewOutboxEvent, Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/refusal.ts';
import { demandSchedulable, type ScheduledTransfer } from './scheduled-transfer.ts';
import { ScheduledPostings } from './scheduled-postings.ts';
import type { JudgedTransfers } from './scheduled-risk.ts';
import { rescheduledEvent, resumedEvent, scheduledTransferEvent } from './scheduled-transfer.events.ts';
import { canBecome, waitsForItsTime } from './scheduled-transfer-state.ts';
import { type DueTransfer, ScheduledTransfersRepository } from './scheduled-transfers.repository.ts';

const BEFORE_ALL: DueTransfer = { id: '00000000-0000-0000-0000-000000000000', scheduledFor: new Date(0) };

const RESUMED = { status: 'scheduled' } as const;
const REJECTED = { status: 'refused', refusalCode: 'risk_blocked' } as const;

/** The only way a scheduled transfer is written: its row, its money and its news change together, in the caller's transaction. */
@Injectable()
export class ScheduledTransfers {
  constructor(
    private readonly repository: ScheduledTransfersRepository,
    private readonly postings: ScheduledPostings,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** One of the user's own. Reads outside of every transaction unless one is given. Refuses `not_found`. */
  async require(userId: string, id: string, tx?: Tx): Promise<ScheduledTransfer> {
    return owned(userId, await this.repository.find(id, tx));
  }

  /** Locks one of the user's own until the transaction ends, so that of two who act one waits. Refuses `not_found`. */
  async lock(tx: Tx, userId: string, id: string): Promise<ScheduledTransfer> {
    return owned(userId, await this.repository.lock(tx, id));
  }

  /** Refuses `too_many_scheduled_transfers` to who has `maxOpen` waiting. */
  async add(tx: Tx, scheduled: ScheduledTransfer, maxOpen: number): Promise<ScheduledTransfer> {
    const open = await this.repository.countOpen(tx, scheduled.userId);
    if (open >= maxOpen) throw refuse('too_many_scheduled_transfers');
    await this.repository.insert(tx, scheduled);
    await this.announce(tx, [scheduledTransferEvent(scheduled)]);
    return scheduled;
  }

  /** Calls a locked one off. Refuses `scheduled_transfer_not_actionable`. */
  async cancel(tx: Tx, scheduled: ScheduledTransfer): Promise<ScheduledTransfer> {
    if (!canBecome(scheduled.status, 'cancelled')) throw notActionable(scheduled);
    const cancelled = this.changed(scheduled, { status: 'cancelled' });
    await this.repository.updateAll(tx, [cancelled]);
    await this.announce(tx, [scheduledTransferEvent(cancelled)]);
    return cancelled;
  }

  /** Moves a locked one to another time. Refuses `scheduled_transfer_not_actionable` and `scheduled_for_out_of_range`. */
  async reschedule(
    tx: Tx,
    scheduled: ScheduledTransfer,
    { scheduledFor, maxDaysAhead }: { scheduledFor: Date; maxDaysAhead: number },
  ): Promise<ScheduledTransfer> {
    if (!waitsForItsTime(scheduled.status)) throw notActionable(scheduled);
    demandSchedulable(scheduledFor, this.clock.now(), maxDaysAhead);
    const moved = this.changed(scheduled, { scheduledFor });
    await this.repository.updateAll(tx, [moved]);
    await this.announce(tx, [rescheduledEvent(moved)]);
    return moved;
  }

  /** At most `limit` whose time has come, the oldest time first, from behind `after` on. */
  due(limit: number, after: DueTransfer = BEFORE_ALL): Promise<DueTransfer[]> {
    return this.repository.due(this.clock.now(), limit, after);
  }

  /**
   * Makes those of the transfers that are still due, parks them for a review, or writes down why not; leaves those that somebody else
   * has locked, and those that risk cannot decide yet. Returns those
   * that it settled.
   */
  async execute(tx: Tx, judged: JudgedTransfers): Promise<readonly string[]> {
    const due = await this.repository.lockDue(tx, this.clock.now(), [...judged.keys()]);
    if (due.length === 0) return [];
    const outcomes = await this.postings.post(tx, due, judged);
    const settled = outcomes.map(({ scheduled, outcome }) => this.changed(scheduled, outcome));
    await this.repository.updateAll(tx, settled);
    await this.announce(tx, settled.map(scheduledTransferEvent));
    return settled.map(({ id }) => id);
  }

  /** What came of the review that one waits for: it is due again, or refused. Nothing when none waits for it. */
  async reviewed(tx: Tx, reviewId: string, isApproved: boolean): Promise<void> {
    const waiting = await this.repository.lockInReview(tx, reviewId);
    if (!waiting) return;
    const outcome = isApproved ? RESUMED : REJECTED;
    const changed = this.changed(waiting, outcome);
    await this.repository.updateAll(tx, [changed]);
    await this.announce(tx, [isApproved ? resumedEvent(changed) : scheduledTransferEvent(changed)]);
  }

  private async announce(tx: Tx, events: readonly NewOutboxEvent[]): Promise<void> {
    await this.outbox.appendAll(tx, events);
    await audit.announced(tx, 'scheduled-transfers', events);
  }

  private changed(scheduled: ScheduledTransfer, changes: Partial<ScheduledTransfer>): ScheduledTransfer {
    return { ...scheduled, ...changes, version: scheduled.version + 1, updatedAt: this.clock.now() };
  }
}

function owned(userId: string, scheduled: ScheduledTransfer | undefined): ScheduledTransfer {
  if (scheduled?.userId !== userId) throw refuse('not_found', 'There is no such scheduled transfer');
  return scheduled;
}

function notActionable({ status }: ScheduledTransfer): Refusal {
  return refuse('scheduled_transfer_not_actionable', `The scheduled transfer is ${status}`);
}
