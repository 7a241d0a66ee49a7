import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { AccountCalls } from './account-calls.ts';
import { isResting } from './dispute.ts';
import { stageAt, type Evidence } from './evidence.ts';
import { EvidenceRepository } from './evidence.repository.ts';
import type { DisputeReport, EvidenceOutcome } from './provider-account.ts';
import type { Subject } from './provider-subjects.repository.ts';
import { RecordDispute } from './record-dispute.ts';

const ACCEPTED: EvidenceOutcome = { status: 'accepted' };

/**
 * Asks a provider how a dispute stands, sends what evidence waits for it, and records the answer. Throws when it is to be asked
 * again, also when its payment is not known: our money was taken, and somebody must find out for what.
 */
@Injectable()
export class SettleDispute {
  constructor(
    private readonly account: AccountCalls,
    private readonly evidence: EvidenceRepository,
    private readonly transactions: Transactions,
    private readonly records: RecordDispute,
  ) {}

  /** Returns whether it rests: that nothing is to be asked until something is heard of it. */
  async resume(subject: Subject): Promise<boolean> {
    const report = await this.answered(subject, await this.ask(subject));
    if (report.paymentId === undefined) throw new Error(`dispute ${subject.reference} is of no payment that we know`);
    const dispute = await this.records.execute(subject.provider, report.paymentId, report);
    return isResting(dispute.status);
  }

  private ask({ provider, reference }: Subject): Promise<DisputeReport> {
    return this.account.ask(provider, `dispute ${reference}`, (account) => account.dispute(reference));
  }

  // What the provider has already is not sent again: a second sending would be refused, and the first taken for refused. It
  // has what we sent when it was sent more than before; what it was sent by others does not make ours accepted.
  private async answered(subject: Subject, report: DisputeReport): Promise<DisputeReport> {
    const { provider, reference } = subject;
    const waiting = await this.evidence.pendingFor(provider, reference);
    if (!waiting) return report;
    const { id, submissionsBefore } = waiting;
    const arrived = submissionsBefore !== null && report.submissions > submissionsBefore;
    const outcome = arrived ? ACCEPTED : await this.send(subject, waiting, report);
    await this.transactions.run((tx) => this.evidence.resolve(tx, id, outcome));
    return arrived ? report : this.ask(subject);
  }

  // What waited while the inquiry became a chargeback answers the chargeback.
  private async send(subject: Subject, waiting: Evidence, report: DisputeReport): Promise<EvidenceOutcome> {
    const { id, text, documents } = waiting;
    const sent = { stage: stageAt(report.status), submissionsBefore: report.submissions };
    await this.transactions.run((tx) => this.evidence.sending(tx, id, sent));
    const request = { idempotencyKey: id, dispute: subject.reference, text, documents };
    return this.account.ask(subject.provider, `evidence ${id}`, (account) => account.submitEvidence(request));
  }
}
