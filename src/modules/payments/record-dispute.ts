import { Injectable, Logger } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { moneyAt, mayBecome, type Dispute } from './dispute.ts';
import { DisputeBooks } from './dispute-books.ts';
import type { Payment } from './payment.ts';
import type { DisputeReport } from './provider-account.ts';

/**
 * Records how a dispute stands, as its provider said: the status, its event, its money and the announcement, in one
 * transaction with the payment locked. Said twice, or in another order, it is done once. Throws when it cannot be that
 * dispute: then somebody must look at it.
 */
@Injectable()
export class RecordDispute {
  private readonly logger = new Logger(RecordDispute.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly books: DisputeBooks,
  ) {}

  async execute(provider: string, paymentId: string, report: DisputeReport): Promise<Dispute> {
    const recorded = await this.transactions.run((tx) => this.record(tx, provider, paymentId, report));
    await this.books.forget(paymentId);
    return recorded;
  }

  private async record(tx: Tx, provider: string, paymentId: string, report: DisputeReport): Promise<Dispute> {
    const payment = await this.books.lock(tx, paymentId);
    const { reference, currency } = report;
    if (payment.currency !== currency) throw new Error(`dispute ${reference} is in ${currency}, its payment is not`);
    const dispute = await this.books.findNamed(tx, provider, reference);
    if (!dispute) return this.books.begin(tx, payment, report);
    return this.follow(tx, payment, dispute, report);
  }

  private async follow(tx: Tx, payment: Payment, dispute: Dispute, report: DisputeReport): Promise<Dispute> {
    const { id, status, amount } = dispute;
    const { evidenceDueAt } = report;
    if (amount !== report.amountMinor) throw new Error(`dispute ${id} is of ${amount}, and now of another amount`);
    if (status === report.status) return this.books.setDeadline(tx, dispute, evidenceDueAt);
    // An answer that was overtaken by a later one says the same as one that contradicts it.
    if (!mayBecome(status, report.status)) {
      this.logger.warn(`dispute ${id} is ${status}, but its provider said ${report.status}`);
      return dispute;
    }
    const stands = { ...dispute, status: report.status, evidenceDueAt };
    return this.books.move(tx, payment, stands, [moneyAt(status), moneyAt(report.status)]);
  }
}
