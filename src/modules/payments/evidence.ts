import type { DisputeStatus } from './dispute.ts';
import type { EvidenceDocument } from './provider-account.ts';

export type EvidenceStatus = 'pending' | 'accepted' | 'refused';

/** What is answered, and each once: the bank's inquiry, and the chargeback that it may become. */
export type EvidenceStage = 'inquiry' | 'chargeback';

const INQUIRED: readonly DisputeStatus[] = ['warning', 'closed'];

export function stageAt(status: DisputeStatus): EvidenceStage {
  return INQUIRED.includes(status) ? 'inquiry' : 'chargeback';
}

/** What was said against a dispute: it goes to the bank as it is. */
export interface Evidence {
  readonly id: string;
  readonly disputeId: string;
  readonly status: EvidenceStatus;
  readonly text: string | null;
  readonly documents: readonly EvidenceDocument[];
  readonly submittedBy: string;
  /** The one it was sent at, once it was. */
  readonly stage: EvidenceStage;
  /** How often the provider had been sent evidence before it was sent this; null until then. */
  readonly submissionsBefore: number | null;
  readonly failureCode: string | null;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
}
