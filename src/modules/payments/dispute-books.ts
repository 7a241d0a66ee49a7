import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { moneyAt, type Dispute, type DisputeMoney } from './dispute.ts';
import { DisputePostings } from './dispute-postings.ts';
import { DisputesRepository } from './disputes.repository.ts';
import type { Payment } from './payment.ts';
import { DISPUTE_COLLECTED, DISPUTE_UNCOLLECTIBLE, DISPUTE_WRITTEN_OFF, PaymentNews } from './payment-news.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { refuse } from '../../shared/refusal.ts';
import type { DisputeReport } from './provider-account.ts';
import type { Debt, WriteOff } from './write-off.ts';

/** Disputes and their money. Every write has the payment locked, and writes the dispute, the postings, the event and the news. */
@Injectable()
export class DisputeBooks {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly disputes: DisputesRepository,
    private readonly postings: DisputePostings,
    private readonly news: PaymentNews,
  ) {}

  lock(tx: Tx, paymentId: string): Promise<Payment> {
    return this.payments.lock(tx, paymentId);
  }

  /** A dispute as it stands, with its payment locked. Refuses `not_found`. */
  async lockDebt(tx: Tx, id: string): Promise<Debt> {
    const found = await this.disputes.find(id, tx);
    if (!found) throw refuse('not_found', 'There is no such dispute');
    const payment = await this.payments.lock(tx, found.paymentId);
    return { payment, dispute: await this.disputes.read(tx, id) };
  }

  findNamed(tx: Tx, provider: string, reference: string): Promise<Dispute | undefined> {
    return this.disputes.findNamed(tx, provider, reference);
  }

  /** Call it after the change is committed. */
  forget(paymentId: string): Promise<void> {
    return this.news.forget(paymentId);
  }

  /** A dispute that was never heard of; it may be over already. */
  async begin(tx: Tx, payment: Payment, report: DisputeReport): Promise<Dispute> {
    const dispute = await this.disputes.insert(tx, payment.provider, payment.id, report);
    return this.move(tx, payment, dispute, ['free', moneyAt(report.status)]);
  }

  /** Writes a dispute as it stands now, and moves its money on. */
  async move(tx: Tx, payment: Payment, dispute: Dispute, way: readonly [DisputeMoney, DisputeMoney]): Promise<Dispute> {
    const owing = await this.postings.move(tx, payment, dispute, way);
    const moved = await this.disputes.change(tx, { ...dispute, ...owing });
    const [before, after] = way;
    const disputed = takenAt(after, dispute) - takenAt(before, dispute);
    await this.payments.note(tx, payment, { cause: `dispute_${moved.status}`, disputeId: moved.id, disputed });
    await this.news.dispute(tx, moved, payment);
    return moved;
  }

  /** Writes until when evidence is taken. */
  async setDeadline(tx: Tx, dispute: Dispute, evidenceDueAt: Date | null): Promise<Dispute> {
    if (dispute.evidenceDueAt?.getTime() === evidenceDueAt?.getTime()) return dispute;
    return this.disputes.setDeadline(tx, dispute.id, evidenceDueAt);
  }

  /** Takes what is owed of it, as far as the wallet has it now. False when it has nothing. */
  async collect(tx: Tx, { payment, dispute }: Debt): Promise<boolean> {
    const owed = await this.postings.collect(tx, payment, dispute);
    if (owed === dispute.owed) return owed === 0n;
    const collected = await this.disputes.collected(tx, dispute.id, owed);
    await this.payments.note(tx, payment, { cause: 'dispute_collected', disputeId: dispute.id });
    await this.news.dispute(tx, collected, payment, DISPUTE_COLLECTED);
    return true;
  }

  /** Gives up (a part of) what is owed of it. */
  async writeOff(tx: Tx, debt: Debt, writeOff: WriteOff): Promise<void> {
    const { payment, dispute } = debt;
    await this.postings.writeOff(tx, debt, writeOff);
    const [owed, writtenOff] = [dispute.owed - writeOff.amount, dispute.writtenOff + writeOff.amount];
    const changed = await this.disputes.writtenOff(tx, dispute.id, owed, writtenOff);
    await this.news.dispute(tx, changed, payment, DISPUTE_WRITTEN_OFF);
  }

  /** Nobody is left who could pay: unless something is left in the wallet, it is closed and not asked any more. */
  async stopCollecting(tx: Tx, { payment, dispute }: Debt): Promise<void> {
    if (!(await this.postings.closesEmpty(tx, payment))) return;
    const stopped = await this.disputes.stopCollecting(tx, dispute.id);
    await this.news.dispute(tx, stopped, payment, DISPUTE_UNCOLLECTIBLE);
  }
}

function takenAt(money: DisputeMoney, { amount }: Dispute): bigint {
  return money === 'free' ? 0n : amount;
}
