import { Injectable } from '@nestjs/common';
import { asSystem } from '../../platform/postgres/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Payment, PaymentEvent } from './payment.ts';
import { PaymentCache } from './payment-cache.repository.ts';
import { PaymentsRepository } from './payments.repository.ts';

const PAYMENTS = 'payments';
const EVENTS = 'payment-events';

/** A user's payments and what happened to them. Refuses `not_found`, also for somebody else's, and `invalid_cursor`. */
@Injectable()
export class PaymentReads {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly cursors: Cursors,
    private readonly cache: PaymentCache,
  ) {}

  async owned(userId: string, id: string): Promise<Payment> {
    const payment = await this.payments.findOwn(userId, id);
    if (!payment) throw refuse('not_found', 'There is no such payment');
    return payment;
  }

  /** The same for showing it, from the cache: when it is inquired about is not told. */
  async shown(userId: string, id: string): Promise<Payment> {
    const payment = await this.cache.through(id, () => this.anyones(id));
    if (payment.userId !== userId) throw refuse('not_found', 'There is no such payment');
    return payment;
  }

  /** Newest first. */
  async list(userId: string, { limit, cursor }: PageQuery): Promise<Page<Payment>> {
    const filters = { userId };
    const beforeId = this.cursors.decode(PAYMENTS, filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.payments.ofUser(userId, { beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(PAYMENTS, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }

  /** In the order in which they happened. */
  async events(userId: string, id: string, { limit, cursor }: PageQuery): Promise<Page<PaymentEvent>> {
    const filters = { paymentId: (await this.owned(userId, id)).id };
    const after = Number(this.cursors.decode(EVENTS, filters, cursor)?.[0] ?? 0);
    const { rows, hasMore } = pageOf(await this.payments.events(id, { after, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(EVENTS, filters, [String(last.sequence)]) : null;
    return { data: rows, hasMore, nextCursor };
  }

  // Whoever reads at the same moment shares one load, so whose it is must be asked after it.
  private async anyones(id: string): Promise<Payment> {
    const payment = await asSystem('shared-answer', () => this.payments.find(id));
    if (!payment) throw refuse('not_found', 'There is no such payment');
    return payment;
  }
}
