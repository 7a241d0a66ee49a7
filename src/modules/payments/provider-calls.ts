import { Inject, Injectable, Logger } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { withDeadline } from '../../shared/deadline.ts';
import type { Payment } from './payment.ts';
import { PAYMENT_PROVIDER, type ChargeOutcome, type InquiryOutcome, type PaymentProvider } from './payment-provider.ts';

export const CALL_DEADLINE_MS = 10_000;
const UNKNOWN: ChargeOutcome = { status: 'unknown' };

/**
 * The calls to the provider, never made inside a transaction. They do not throw: a call that fails, or is not answered in
 * time, may have been carried out all the same, so its outcome is `unknown`.
 */
@Injectable()
export class ProviderCalls {
  private readonly logger = new Logger(ProviderCalls.name);

  constructor(@Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider | null) {}

  /** The name of the provider that new payments go to. Refuses `provider_unavailable`. */
  current(): string {
    if (!this.provider) throw refuse('provider_unavailable', 'No payment provider is configured');
    return this.provider.name;
  }

  charge(payment: Payment, token: string): Promise<ChargeOutcome> {
    const { id: idempotencyKey, amount: amountMinor, currency } = payment;
    return this.call(payment, 'charge', (provider) =>
      provider.charge({ idempotencyKey, token, amountMinor, currency }),
    );
  }

  inquire(payment: Payment): Promise<InquiryOutcome> {
    return this.call<InquiryOutcome>(payment, 'inquiry', (provider) => provider.inquire(payment.id));
  }

  private async call<Outcome>(
    payment: Payment,
    what: string,
    call: (provider: PaymentProvider) => Promise<Outcome>,
  ): Promise<Outcome | ChargeOutcome> {
    const { provider } = this;
    // A payment may outlive the configuration it was made under.
    if (provider?.name !== payment.provider) return UNKNOWN;
    try {
      return await withDeadline(call(provider), CALL_DEADLINE_MS);
    } catch (error) {
      // Only the error's name: its message is the provider's, and may repeat what it was sent.
      this.logger.warn(`${what} of payment ${payment.id}: ${error instanceof Error ? error.name : 'unknown error'}`);
      return UNKNOWN;
    }
  }
}
