import { assertTransitions } from '../../shared/transitions.ts';

export const KYC_STATUSES = ['pending', 'submitted', 'verified', 'rejected'] as const;

export type KycStatus = (typeof KYC_STATUSES)[number];

/** What a reviewer can make of what was submitted. */
export const KYC_DECISIONS = ['verified', 'rejected'] as const satisfies KycStatus[];

export type KycDecision = (typeof KYC_DECISIONS)[number];

/** Where the check of a person may go from where it is. Who was rejected may submit again. */
const TRANSITIONS: Readonly<Record<KycStatus, readonly KycStatus[]>> = {
  pending: ['submitted'],
  submitted: ['verified', 'rejected'],
  rejected: ['submitted'],
  verified: [],
};

export function canBecome(from: KycStatus, to: KycStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Checked at boot. Throws when the table is not sound. */
export function assertKycTransitions(): void {
  assertTransitions(TRANSITIONS, 'pending', ['verified']);
}
