import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { DisputeReads, type DisputeFile } from './dispute-reads.use-case.ts';
import { RecordEvidence, type WantedEvidence } from './record-evidence.ts';
import { SettleSubject } from './settle-subject.use-case.ts';

/**
 * Answers a dispute with evidence: records it, sends it to the provider, and records how the dispute stands then. When the
 * provider cannot be reached the evidence waits, and is sent again on the schedule of inquiries. Refuses `not_found`,
 * `dispute_not_actionable` and `idempotency_key_reused`; evidence that the provider refuses is no refusal but has that status.
 */
@Injectable()
export class SubmitEvidence {
  private readonly logger = new Logger(SubmitEvidence.name);

  constructor(
    private readonly records: RecordEvidence,
    private readonly settle: SettleSubject,
    private readonly reads: DisputeReads,
    private readonly clock: Clock,
  ) {}

  async execute(wanted: WantedEvidence, claim: Claim): Promise<Replayable<DisputeFile>> {
    const { subject, repeated } = await this.records.intend(wanted, claim, this.clock.now());
    if (!repeated) await this.settle.resume(subject).catch((error: unknown) => this.waits(wanted.disputeId, error));
    return replayable(await this.reads.file(wanted.disputeId), repeated);
  }

  private waits(disputeId: string, error: unknown): void {
    const why = error instanceof Error ? error.message : 'unknown error';
    this.logger.warn(`evidence for dispute ${disputeId} waits: ${why}`);
  }
}
