import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import type { Dispute } from './dispute.ts';
import { DisputesRepository } from './disputes.repository.ts';
import { stageAt } from './evidence.ts';
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

  /** Whether any is on its way, or was accepted at the stage that the dispute is at. */
  stands(tx: Tx, { id, status }: Dispute): Promise<boolean> {
    return this.evidence.stands(tx, id, stageAt(status));
  }

  async add(tx: Tx, dispute: Dispute, evidence: Omit<NewEvidence, 'stage'>): Promise<void> {
    await this.evidence.insert(tx, { ...evidence, stage: stageAt(dispute.status) });
    await this.subjects.hear(tx, dispute.provider, { kind: 'dispute', reference: dispute.reference });
  }

  subjectOf(tx: Tx, { provider, reference }: Dispute): Promise<Subject> {
    return this.subjects.read(tx, provider, { kind: 'dispute', reference });
  }
}
