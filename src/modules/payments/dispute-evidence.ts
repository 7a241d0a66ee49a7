import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Dispute } from './dispute.ts';
import { DisputesRepository } from './disputes.repository.ts';
import { EvidenceRepository, type NewEvidence } from './evidence.repository.ts';
import { ProviderSubjects, type Subject } from './provider-subjects.repository.ts';

/** Evidence of disputes, and that the provider hears of it. */
@Injectable()
export class DisputeEvidence {
  constructor(
    private readonly disputes: DisputesRepository,
    private readonly evidence: EvidenceRepository,
    private readonly subjects: ProviderSubjects,
  ) {}

  /** The dispute, locked until the transaction ends, so that of two who submit one waits. */
  lock(tx: Tx, disputeId: string): Promise<Dispute | undefined> {
    return this.disputes.lock(tx, disputeId);
  }

  /** Whether there is any that is on its way or was accepted. */
  stands(tx: Tx, disputeId: string): Promise<boolean> {
    return this.evidence.stands(tx, disputeId);
  }

  async add(tx: Tx, dispute: Dispute, evidence: NewEvidence): Promise<void> {
    await this.evidence.insert(tx, evidence);
    await this.subjects.hear(tx, dispute.provider, { kind: 'dispute', reference: dispute.reference });
  }

  subjectOf(tx: Tx, { provider, reference }: Dispute): Promise<Subject> {
    return this.subjects.read(tx, provider, { kind: 'dispute', reference });
  }
}
