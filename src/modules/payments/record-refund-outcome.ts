import { Injectable, Logger } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import type { RefundOutcome } from './payment-provider.ts';
import { RefundBooks } from './refund-books.ts';
import { contradictsRefund, refundChangeBy, type Refund } from './refund.ts';

/** Records what became of a refund, with its payment locked. Said twice it is done once. It refuses nothing. */
@Injectable()
export class RecordRefundOutcome {
  private readonly logger = new Logger(RecordRefundOutcome.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly books: RefundBooks,
  ) {}

  async execute({ id, paymentId }: Refund, outcome: RefundOutcome, now: Date): Promise<Refund> {
    const settled = await this.transactions.run(async (tx) => {
      const payment = await this.books.lock(tx, paymentId);
      const refund = await this.books.read(tx, id);
      if (contradictsRefund(refund, outcome)) {
        this.logger.error(`refund ${id} has ${refund.status}, but its provider now says ${outcome.status}`);
      }
      const change = refundChangeBy(refund, outcome, now);
      return change ? this.books.settle(tx, payment, refund, change) : refund;
    });
    await this.books.forget(paymentId);
    return settled;
  }

  /** The provider says of a settled refund what is known of it. */
  async confirm(refund: Refund): Promise<void> {
    await this.transactions.run((tx) => this.books.closeInquiry(tx, refund));
  }
}
