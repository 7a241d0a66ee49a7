import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { PaymentMethods } from '../payment-methods/index.ts';
import { outcomeWithoutMethod, type Payment } from './payment.ts';
import { isTerminal } from './payment-state.ts';
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

  /** Asks what became of the payment before anything else; charges it only when the provider has never heard of it. */
  async resume(payment: Payment): Promise<Payment> {
    if (isTerminal(payment.status)) return payment;
    const outcome = await this.provider.inquire(payment);
    if (outcome.status === 'not_found') return this.charge(payment);
    return this.outcomes.execute(payment.id, outcome, 'inquiry', this.clock.now());
  }
}
