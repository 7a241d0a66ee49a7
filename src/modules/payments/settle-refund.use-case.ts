import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { ProviderCalls } from './provider-calls.ts';
import { RecordRefundOutcome } from './record-refund-outcome.ts';
import { isSettled, type Refund } from './refund.ts';

/** Brings a recorded refund to its outcome. Both ways may be taken at once and any number of times: it is refunded once. */
@Injectable()
export class SettleRefund {
  constructor(
    private readonly provider: ProviderCalls,
    private readonly payments: PaymentsRepository,
    private readonly outcomes: RecordRefundOutcome,
    private readonly clock: Clock,
  ) {}

  /** Asks the provider to refund, and records the outcome. Between the two there is no transaction. */
  async refund(refund: Refund): Promise<Refund> {
    const outcome = await this.provider.refund(refund, await this.providerOf(refund));
    return this.outcomes.execute(refund, outcome, this.clock.now());
  }

  /** Asks what became of the refund before anything else; asks for it again only when the provider has never heard of it. */
  async resume(refund: Refund): Promise<Refund> {
    if (isSettled(refund.status)) return refund;
    const outcome = await this.provider.inquireRefund(refund, await this.providerOf(refund));
    if (outcome.status === 'not_found') return this.refund(refund);
    // That an inquiry found nothing out says nothing of the refund.
    return outcome.status === 'unknown' ? refund : this.outcomes.execute(refund, outcome, this.clock.now());
  }

  private async providerOf({ paymentId }: Refund): Promise<string> {
    const payment = await this.payments.find(paymentId);
    if (!payment) throw new Error('a refund has a payment');
    return payment.provider;
  }
}
