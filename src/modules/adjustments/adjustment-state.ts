import { assertTransitions } from '../../shared/transitions.ts';

export const ADJUSTMENT_STATUSES = ['pending', 'approved', 'rejected', 'cancelled'] as const;

export type AdjustmentStatus = (typeof ADJUSTMENT_STATUSES)[number];

/** What a pending adjustment can become. */
export type AdjustmentDecision = Exclude<AdjustmentStatus, 'pending'>;

/** Where an adjustment may go from where it is. A status that goes nowhere is an end. */
const TRANSITIONS: Readonly<Record<AdjustmentStatus, readonly AdjustmentStatus[]>> = {
  pending: ['approved', 'rejected', 'cancelled'],
  approved: [],
  rejected: [],
  cancelled: [],
};

const INITIAL: AdjustmentStatus = 'pending';

export function canBecome(from: AdjustmentStatus, to: AdjustmentStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Checked at boot. Throws when the table is not sound. */
export function assertAdjustmentTransitions(): void {
  const ends = ADJUSTMENT_STATUSES.filter((status) => TRANSITIONS[status].length === 0);
  assertTransitions(TRANSITIONS, INITIAL, ends);
}
