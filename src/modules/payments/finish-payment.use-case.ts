import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Payment } from './payment.ts';
import { allows } from './payment-state.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { SettlePayment } from './settle-payment.use-case.ts';

interface Wish {
  readonly userId: string;
  readonly paymentId: string;
  readonly status: 'capturing' | 'canceling';
  /** Minor units; null is all of it. */
  readonly amount: bigint | null;
}

/**
 * Captures or cancels an authorized payment: records the intent, asks the provider, records the outcome. What the provider
 * was asked once cannot become the other: of a capture and a cancel at once one is refused.
 * Refuses `not_found`, `payment_not_actionable`, `capture_exceeds_payment` and `idempotency_key_reused`.
 */
@Injectable()
export class FinishPayment {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly payments: PaymentsRepository,
    private readonly settle: SettlePayment,
  ) {}

  /** Takes `amount` of what was authorized, or all; the rest is let go. */
  capture(userId: string, paymentId: string, amount: bigint | null, claim: Claim): Promise<Replayable<Payment>> {
    return this.finish({ userId, paymentId, status: 'capturing', amount }, claim);
  }

  /** Lets go of what was authorized, or of a charge that waits for the owner of the card. */
  cancel(userId: string, paymentId: string, claim: Claim): Promise<Replayable<Payment>> {
    return this.finish({ userId, paymentId, status: 'canceling', amount: null }, claim);
  }

  private async finish(wish: Wish, claim: Claim): Promise<Replayable<Payment>> {
    const { payment, repeated } = await this.ask(wish, claim);
    return replayable(repeated ? await this.settle.resume(payment) : await this.settle.finish(payment), repeated);
  }

  private ask(wish: Wish, claim: Claim): Promise<{ payment: Payment; repeated: boolean }> {
    const { userId, paymentId, status, amount } = wish;
    return this.transactions.run(async (tx) => {
      const payment = await this.payments.lockOwn(tx, userId, paymentId);
      if (!payment) throw refuse('not_found', 'There is no such payment');
      if ((await this.claims.take(tx, claim, paymentId)) !== undefined) return { payment, repeated: true };
      if (!allows(payment.status, status)) throw refuse('payment_not_actionable', `The payment is ${payment.status}`);
      if (amount !== null && amount > payment.amount) throw refuse('capture_exceeds_payment');
      const cause = status === 'capturing' ? 'capture' : 'cancel';
      return {
        payment: await this.payments.ask(tx, payment, { status, cause, captureAmount: amount }),
        repeated: false,
      };
    });
  }
}
