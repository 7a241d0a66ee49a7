import type Stripe from 'stripe';
import { codeOfRefusal } from '../../platform/stripe/index.ts';
import type { ChargeOutcome, InquiryOutcome, RefundOutcome } from './payment-provider.ts';

/** What a PaymentIntent says of its payment. `not_found`: it was made, and never confirmed. */
export function outcomeOfIntent(intent: Stripe.PaymentIntent): InquiryOutcome {
  const { id: reference, status } = intent;
  const failure = intent.last_payment_error ? codeOfRefusal(intent.last_payment_error) : undefined;
  switch (status) {
    case 'succeeded':
      return { status: 'succeeded', reference, capturedMinor: BigInt(intent.amount_received) };
    case 'processing':
      return { status: 'pending', reference };
    case 'requires_capture':
      return { status: 'authorized', reference };
    case 'requires_action':
      return {
        status: 'requires_action',
        reference,
        nextActionUrl: intent.next_action?.redirect_to_url?.url ?? undefined,
      };
    case 'canceled':
      return failure === undefined
        ? { status: 'canceled', reference }
        : { status: 'failed', reference, failureCode: failure };
    case 'requires_payment_method':
    case 'requires_confirmation':
      return failure === undefined ? { status: 'not_found' } : { status: 'failed', reference, failureCode: failure };
    // A status that is newer than we are.
    default:
      return { status: 'unknown' };
  }
}

/** The outcome of one that was just confirmed, captured or canceled: that it was not confirmed cannot be. */
export function charged(outcome: InquiryOutcome): ChargeOutcome {
  return outcome.status === 'not_found' ? { status: 'unknown' } : outcome;
}

export function outcomeOfRefund({ id: reference, status, failure_reason: reason }: Stripe.Refund): RefundOutcome {
  if (status === 'succeeded') return { status, reference };
  if (status === 'failed' || status === 'canceled')
    return { status: 'failed', reference, failureCode: reason ?? status };
  return { status: 'pending', reference };
}
