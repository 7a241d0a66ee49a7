import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { PaymentReads } from './payment-reads.use-case.ts';
import type { Refund } from './refund.ts';
import { RefundsRepository } from './refunds.repository.ts';

const REFUNDS = 'payment-refunds';

/** The refunds of a user's payment. Refuses `not_found`, also for somebody else's payment, and `invalid_cursor`. */
@Injectable()
export class RefundReads {
  constructor(
    private readonly payments: PaymentReads,
    private readonly refunds: RefundsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Oldest first. */
  async list(userId: string, paymentId: string, { limit, cursor }: PageQuery): Promise<Page<Refund>> {
    const filters = { paymentId: (await this.payments.owned(userId, paymentId)).id };
    const afterId = this.cursors.decode(REFUNDS, filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.refunds.ofPayment(paymentId, { afterId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(REFUNDS, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
