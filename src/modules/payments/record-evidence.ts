import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, type Claim } from '../idempotency/index.ts';
import { isAnswerable, type Dispute } from './dispute.ts';
import { DisputeEvidence } from './dispute-evidence.ts';
import type { EvidenceDocument } from './provider-account.ts';
import type { Subject } from './provider-subjects.repository.ts';

export interface WantedEvidence {
  readonly disputeId: string;
  readonly text: string | null;
  readonly documents: readonly EvidenceDocument[];
  readonly submittedBy: string;
}

/** Records that evidence is about to be sent, once a claim, and that the provider is to be asked about its dispute. */
@Injectable()
export class RecordEvidence {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly evidence: DisputeEvidence,
    private readonly ids: Ids,
  ) {}

  /** `repeated`: an earlier request with this claim recorded it. Refuses `not_found`, `dispute_not_actionable` and `idempotency_key_reused`. */
  intend(wanted: WantedEvidence, claim: Claim, now: Date): Promise<{ subject: Subject; repeated: boolean }> {
    const id = this.ids.next();
    return this.transactions.run(async (tx) => {
      const dispute = await this.evidence.lock(tx, wanted.disputeId);
      if (!dispute) throw refuse('not_found', 'There is no such dispute');
      const repeated = (await this.claims.take(tx, claim, id)) !== undefined;
      if (!repeated) await this.record(tx, dispute, { ...wanted, id }, now);
      return { subject: await this.evidence.subjectOf(tx, dispute), repeated };
    });
  }

  private async record(tx: Tx, dispute: Dispute, wanted: WantedEvidence & { id: string }, now: Date): Promise<void> {
    if (!isAnswerable(dispute, now))
      throw refuse('dispute_not_actionable', 'The bank takes no evidence for it any more');
    if (await this.evidence.stands(tx, dispute)) {
      throw refuse('dispute_not_actionable', 'Evidence was submitted before: the bank looks at it once a stage');
    }
    await this.evidence.add(tx, dispute, wanted);
    const what = { service: 'payments', action: 'dispute.evidence_submitted', subjectId: dispute.id };
    const after = { evidenceId: wanted.id, documents: wanted.documents.length };
    await audit.record(tx, { ...what, transactionId: dispute.paymentId, after });
  }
}
