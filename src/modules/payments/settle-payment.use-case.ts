import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { PaymentMethods } from '../payment-methods/index.ts';
import { outcomeWithoutMethod, type Payment } from './payment.ts';
import type { ChargeOutcome, InquiryOutcome } from './payment-provider.ts';
import { isTerminal, type PaymentStatus } from './payment-state.ts';
import { ProviderCalls } from './provider-calls.ts';
import { RecordOutcome } from './record-outcome.use-case.ts';

/** Brings a recorded intent to its outcome. Both ways may be taken at once and any number of times: one charge, one credit. */
@Injectable()
export class SettlePayment {
  constructor(
    private readonly provider: ProviderCalls,
    private readonly methods: PaymentMethods,
    private readonly outcomes: RecordOutcome,
    private readonly clock: Clock,
  ) {}

  /** Charges the payment's method and records the outcome. Between the two there is no transaction. */
  async charge(payment: Payment): Promise<Payment> {
    const token = await this.methods.tokenOf(payment.paymentMethodId);
    const outcome =
      token === undefined
        ? outcomeWithoutMethod(payment, this.clock.now())
        : await this.provider.charge(payment, token);
    return this.outcomes.execute(payment.id, outcome, 'charge', this.clock.now());
  }

  /** Sends what was asked of an authorized payment, and records the outcome. */
  async finish(payment: Payment): Promise<Payment> {
    const captures = payment.status === 'capturing';
    const outcome = captures ? await this.provider.capture(payment) : await this.provider.cancel(payment);
    return this.outcomes.execute(payment.id, outcome, captures ? 'capture' : 'cancel', this.clock.now());
  }

  /**
   * Asks what became of the payment before anything else; charges it only when the provider has never heard of it, and
   * captures or cancels it again only when the provider says that it has not. One that has ended is asked about only when
   * something was heard of it since.
   */
  async resume(payment: Payment): Promise<Payment> {
    const hasEnded = isTerminal(payment.status);
    if (hasEnded && payment.inquireAt === null) return payment;
    const outcome = await this.provider.inquire(payment);
    if (hasEnded) return this.confirm(payment, outcome);
    if (isOpenStill(payment.status, outcome)) return this.finish(payment);
    if (outcome.status === 'not_found') return this.charge(payment);
    return this.outcomes.execute(payment.id, outcome, 'inquiry', this.clock.now());
  }

  // What the provider has not decided yet is asked again.
  private async confirm(payment: Payment, outcome: InquiryOutcome): Promise<Payment> {
    if (outcome.status === 'not_found' || isTerminal(outcome.status)) await this.outcomes.confirm(payment, outcome);
    return payment;
  }
}

const OPEN: Readonly<Partial<Record<PaymentStatus, readonly ChargeOutcome['status'][]>>> = {
  capturing: ['authorized'],
  canceling: ['authorized', 'requires_action', 'pending'],
};

/** Whether the provider has not done yet what was asked of it. */
function isOpenStill(status: PaymentStatus, outcome: InquiryOutcome): boolean {
  return outcome.status !== 'not_found' && (OPEN[status]?.includes(outcome.status) ?? false);
}
