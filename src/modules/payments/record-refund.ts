import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, type Claim } from '../idempotency/index.ts';
import { refundableAmount, type Payment } from './payment.ts';
import { RefundBooks } from './refund-books.ts';
import type { Refund } from './refund.ts';

export interface WantedRefund {
  readonly userId: string;
  readonly paymentId: string;
  /** Minor units; null is all that may still be refunded. */
  readonly amount: bigint | null;
  readonly reason: string | undefined;
}

/**
 * Records that a payment is about to be refunded, once a claim, and takes the money out of its wallet, so that it cannot be
 * spent meanwhile. The payment is locked: refunds at once never take more than there was.
 */
@Injectable()
export class RecordRefund {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly books: RefundBooks,
    private readonly ids: Ids,
  ) {}

  /**
   * `repeated`: an earlier request with this claim recorded it. Refuses `not_found`, `payment_not_actionable`,
   * `refund_exceeds_payment`, `insufficient_funds`, `wallet_frozen`, `wallet_closed` and `idempotency_key_reused`.
   */
  async intend(wanted: WantedRefund, claim: Claim): Promise<{ refund: Refund; repeated: boolean }> {
    const id = this.ids.next();
    const recorded = await this.transactions.run(async (tx) => {
      const payment = await this.books.lockOwn(tx, wanted.userId, wanted.paymentId);
      if (!payment) throw refuse('not_found', 'There is no such payment');
      const earlierId = await this.claims.take(tx, claim, id);
      if (earlierId !== undefined) return { refund: await this.books.read(tx, earlierId), repeated: true };
      return { refund: await this.record(tx, payment, { ...wanted, id }), repeated: false };
    });
    await this.books.forget(wanted.paymentId);
    return recorded;
  }

  private async record(tx: Tx, payment: Payment, wanted: WantedRefund & { id: string }): Promise<Refund> {
    if (payment.status !== 'succeeded') throw refuse('payment_not_actionable', `The payment is ${payment.status}`);
    // While a bank decides, the provider refunds nothing of it. What was lost is gone, the rest may be refunded.
    if (await this.books.isDisputed(tx, payment)) throw refuse('payment_not_actionable', 'The payment is disputed');
    const left = refundableAmount(payment);
    const amount = wanted.amount ?? left;
    if (left === 0n || amount > left) throw refuse('refund_exceeds_payment', `At most ${left} may be refunded`);
    return this.books.take(tx, payment, { id: wanted.id, amount, reason: wanted.reason ?? null });
  }
}
