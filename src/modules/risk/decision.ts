import { assertTransitions } from '../../shared/transitions.ts';
import type { Movement, MovementPart, Subject } from './movement.ts';
import type { Decision } from './rule.ts';

export const REVIEW_STATUSES = ['open', 'taken', 'approved', 'rejected'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

const TRANSITIONS: Readonly<Record<ReviewStatus, readonly ReviewStatus[]>> = {
  open: ['taken', 'approved', 'rejected'],
  taken: ['open', 'approved', 'rejected'],
  approved: [],
  rejected: [],
};

/** How long an approval is good for: as long as the Idempotency-Key that it was asked under. */
export const APPROVAL_LIFETIME_MS = 24 * 3_600_000;

export function assertReviewTransitions(): void {
  assertTransitions(TRANSITIONS, 'open', ['approved', 'rejected']);
}

export function canBecome(from: ReviewStatus, to: ReviewStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** Something that was not simply allowed. */
export interface RecordedDecision {
  readonly id: string;
  readonly movementId: string;
  readonly subject: Subject;
  readonly userId: string;
  readonly parts: readonly MovementPart[];
  readonly device: string | null;
  readonly address: string | null;
  readonly decision: Exclude<Decision, 'allow'>;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly claimScope: string | null;
  readonly claimFingerprint: string | null;
  /** Null for what was blocked. */
  readonly reviewStatus: ReviewStatus | null;
  readonly reviewVersion: number;
  readonly reviewerId: string | null;
  readonly reviewReason: string | null;
  readonly reviewedAt: Date | null;
  readonly createdAt: Date;
}

/** A decision to be written down. */
export interface NewDecision extends Pick<
  RecordedDecision,
  'decision' | 'score' | 'reasons' | 'claimScope' | 'claimFingerprint'
> {
  readonly movement: Movement;
}

/** What came of its review. */
export type ReviewChange = Pick<RecordedDecision, 'reviewerId' | 'reviewReason'> & {
  readonly reviewStatus: ReviewStatus;
};
