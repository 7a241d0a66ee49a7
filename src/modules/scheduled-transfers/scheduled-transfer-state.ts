import { assertTransitions } from '../../shared/transitions.ts';

export const SCHEDULED_TRANSFER_STATUSES = ['scheduled', 'in_review', 'posted', 'refused', 'cancelled'] as const;

export type ScheduledTransferStatus = (typeof SCHEDULED_TRANSFER_STATUSES)[number];

/** Where a scheduled transfer may go from where it is. A status that goes nowhere is an end. */
const TRANSITIONS: Readonly<Record<ScheduledTransferStatus, readonly ScheduledTransferStatus[]>> = {
  scheduled: ['in_review', 'posted', 'refused', 'cancelled'],
  in_review: ['scheduled', 'refused', 'cancelled'],
  posted: [],
  refused: [],
  cancelled: [],
};

const INITIAL: ScheduledTransferStatus = 'scheduled';

export function canBecome(from: ScheduledTransferStatus, to: ScheduledTransferStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Those of which nothing has become yet. */
export const OPEN_SCHEDULED_STATUSES = SCHEDULED_TRANSFER_STATUSES.filter((status) => TRANSITIONS[status].length > 0);

/** Whether it can be moved in time: one that somebody looks at cannot. */
export function waitsForItsTime(status: ScheduledTransferStatus): boolean {
  return status === INITIAL;
}

/** Checked at boot. Throws when the table is not sound. */
export function assertScheduledTransferTransitions(): void {
  const ends = SCHEDULED_TRANSFER_STATUSES.filter((status) => !OPEN_SCHEDULED_STATUSES.includes(status));
  assertTransitions(TRANSITIONS, INITIAL, ends);
}
