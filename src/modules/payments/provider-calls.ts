import { Inject, Injectable, Logger } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { takenAmount, type Payment } from './payment.ts';
import {
  PAYMENT_PROVIDER,
  type ChargeOutcome,
  type InquiryOutcome,
  type NotFound,
  type PaymentProvider,
  type RefundOutcome,
} from './payment-provider.ts';
import type { Refund } from './refund.ts';

export const CALL_DEADLINE_MS = 10_000;
const UNKNOWN = { status: 'unknown' } as const;

interface Call<Outcome> {
  /** Who the call is for: a payment may outlive the configuration it was made under. */
  readonly provider: string;
  /** For the log. */
  readonly what: string;
  readonly make: (provider: PaymentProvider) => Promise<Outcome>;
}

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

  charge({ id, provider, amount: amountMinor, currency, capture }: Payment, token: string): Promise<ChargeOutcome> {
    const request = { idempotencyKey: id, token, amountMinor, currency, capture };
    return this.call({ provider, what: `charge of payment ${id}`, make: (to) => to.charge(request) });
  }

  inquire({ id, provider }: Payment): Promise<InquiryOutcome> {
    return this.call<InquiryOutcome>({ provider, what: `inquiry of payment ${id}`, make: (to) => to.inquire(id) });
  }

  capture(payment: Payment): Promise<ChargeOutcome> {
    const { id, provider } = payment;
    const request = { idempotencyKey: id, amountMinor: takenAmount(payment) };
    return this.call({ provider, what: `capture of payment ${id}`, make: (to) => to.capture(request) });
  }

  cancel({ id, provider }: Payment): Promise<ChargeOutcome> {
    return this.call({ provider, what: `cancel of payment ${id}`, make: (to) => to.cancel(id) });
  }

  refund({ id, paymentId: chargeKey, amount: amountMinor }: Refund, provider: string): Promise<RefundOutcome> {
    const request = { idempotencyKey: id, chargeKey, amountMinor };
    return this.call({ provider, what: `refund ${id}`, make: (to) => to.refund(request) });
  }

  inquireRefund(refund: Refund, provider: string): Promise<RefundOutcome | NotFound> {
    const { id, paymentId: chargeKey, amount: amountMinor } = refund;
    const request = { idempotencyKey: id, chargeKey, amountMinor };
    return this.call({ provider, what: `inquiry of refund ${id}`, make: (to) => to.inquireRefund(request) });
  }

  private async call<Outcome>({ provider: name, what, make }: Call<Outcome>): Promise<Outcome | typeof UNKNOWN> {
    const { provider } = this;
    if (provider?.name !== name) return UNKNOWN;
    try {
      return await withDeadline(make(provider), CALL_DEADLINE_MS);
    } catch (error) {
      // Only the error's name: its message is the provider's, and may repeat what it was sent.
      this.logger.warn(`${what}: ${error instanceof Error ? error.name : 'unknown error'}`);
      return UNKNOWN;
    }
  }
}
