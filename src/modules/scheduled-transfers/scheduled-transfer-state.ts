import { assertTransitions } from '../../shared/transitions.ts';

export const SCHEDULED_TRANSFER_STATUSES = ['scheduled', 'posted', 'refused', 'cancelled'] as const;

export type ScheduledTransferStatus = (typeof SCHEDULED_TRANSFER_STATUSES)[number];

/** Where a scheduled transfer may go from where it is. A status that goes nowhere is an end. */
const TRANSITIONS: Readonly<Record<ScheduledTransferStatus, readonly ScheduledTransferStatus[]>> = {
  scheduled: ['posted', 'refused', 'cancelled'],
  posted: [],
  refused: [],
  cancelled: [],
};

const INITIAL: ScheduledTransferStatus = 'scheduled';

export function canBecome(from: ScheduledTransferStatus, to: ScheduledTransferStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Whether nothing has become of it yet: it can be moved in time, or called off. */
export function isOpen(status: ScheduledTransferStatus): boolean {
  return TRANSITIONS[status].length > 0;
}

/** Checked at boot. Throws when the table is not sound. */
export function assertScheduledTransferTransitions(): void {
  const ends = SCHEDULED_TRANSFER_STATUSES.filter((status) => !isOpen(status));
  assertTransitions(TRANSITIONS, INITIAL, ends);
}
