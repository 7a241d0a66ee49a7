import type { TransferCommand } from '../../ledger/core/index.ts';
import { refuse, type RefusalCode } from '../../shared/refusal.ts';
import { type Movement, promisedId } from '../risk/index.ts';
import type { ScheduledTransferStatus } from './scheduled-transfer-state.ts';

const DAY_MS = 24 * 3_600_000;

/** A transfer from one wallet to another that is made at a time to come. Amounts are minor units. */
export interface ScheduledTransfer {
  readonly id: string;
  readonly userId: string;
  /** Of the transfer that it becomes. Told to nobody before it is posted: whoever knew it could take it first. */
  readonly transferId: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly description: string | null;
  readonly reference: string | null;
  readonly metadata: Record<string, unknown> | null;
  readonly status: ScheduledTransferStatus;
  /** Why it was refused, if it was. */
  readonly refusalCode: RefusalCode | null;
  /** The review that it led to when its time had come. */
  readonly reviewId: string | null;
  readonly scheduledFor: Date;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Refuses `scheduled_for_out_of_range` for a time that is not to come, or more than so many days away. */
export function demandSchedulable(scheduledFor: Date, now: Date, maxDaysAhead: number): void {
  const aheadMs = scheduledFor.getTime() - now.getTime();
  if (aheadMs <= 0) throw refuse('scheduled_for_out_of_range', 'The time is over');
  if (aheadMs > maxDaysAhead * DAY_MS)
    throw refuse('scheduled_for_out_of_range', `The time is more than ${maxDaysAhead} days away`);
}

/** What it asks of the ledger when its time has come. */
export function commandOf(scheduled: ScheduledTransfer): TransferCommand {
  const { transferId: id, userId, fromWalletId: debit, toWalletId: credit, amount, currency: asset } = scheduled;
  const { description, reference, metadata } = scheduled;
  return {
    ...{ op: 'transfer', kind: 'transfer', id, debit, credit, amount, asset, initiatorId: userId, owner: userId },
    description: description ?? undefined,
    reference: reference ?? undefined,
    metadata: metadata ?? undefined,
  };
}

/** What it is to risk. It counts when it is promised, and from then on when it is made: the ledger does not know it before. */
export function movementOf({ id, userId, currency, amount, toWalletId }: ScheduledTransfer): Movement {
  return { id, subject: 'transfer', userId, parts: [{ id: promisedId(id), currency, amount, payee: toWalletId }] };
}
