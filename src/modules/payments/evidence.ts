import type { EvidenceDocument } from './provider-account.ts';

export type EvidenceStatus = 'pending' | 'accepted' | 'refused';

/** What was said against a dispute, once: it goes to the bank as it is. */
export interface Evidence {
  readonly id: string;
  readonly disputeId: string;
  readonly status: EvidenceStatus;
  readonly text: string | null;
  readonly documents: readonly EvidenceDocument[];
  readonly submittedBy: string;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
}
