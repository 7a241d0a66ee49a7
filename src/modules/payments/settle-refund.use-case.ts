import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import type { NotFound, RefundOutcome } from './payment-provider.ts';
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

  /**
   * Asks what became of the refund before anything else; asks for it again only when the provider has never heard of it. One
   * that succeeded is asked about only when something was heard of it since.
   */
  async resume(refund: Refund): Promise<Refund> {
    if (isSettled(refund.status) && refund.inquireAt === null) return refund;
    const outcome = await this.provider.inquireRefund(refund, await this.providerOf(refund));
    if (isSettled(refund.status)) return this.confirm(refund, outcome);
    if (outcome.status === 'not_found') return this.refund(refund);
    // That an inquiry found nothing out says nothing of the refund.
    return outcome.status === 'unknown' ? refund : this.outcomes.execute(refund, outcome, this.clock.now());
  }

  private async confirm(refund: Refund, outcome: RefundOutcome | NotFound): Promise<Refund> {
    if (outcome.status === 'failed') return this.outcomes.execute(refund, outcome, this.clock.now());
    if (outcome.status === refund.status) await this.outcomes.confirm(refund);
    return refund;
  }

  private async providerOf({ paymentId }: Refund): Promise<string> {
    const payment = await this.payments.find(paymentId);
    if (!payment) throw new Error('a refund has a payment');
    return payment.provider;
  }
}
