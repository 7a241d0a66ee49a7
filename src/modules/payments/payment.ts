import type { DisputeStatus } from './dispute.ts';
import type { Capture } from './capture.ts';
import { nextInquiryAt } from './inquiry-schedule.ts';
import type { ChargeOutcome } from './payment-provider.ts';
import { isBeingCharged, isTerminal, stepsBetween, type PaymentStatus } from './payment-state.ts';

/** The widest amount that card networks carry, in minor units: twelve digits. */
export const MAX_PAYMENT_AMOUNT = 999_999_999_999n;
export const CREDIT_REFUSED = 'credit_refused';
export const METHOD_REMOVED = 'payment_method_removed';
/** Longer than any charge can be on its way: what the provider has not heard of by then, it will not hear of. */
const LAST_CHARGE_ARRIVES_WITHIN_MS = 60 * 60_000;

/** What made a payment move. */
export type Cause =
  | 'created'
  | 'charge'
  | 'capture'
  | 'cancel'
  | 'inquiry'
  | 'credit_refused'
  | 'refund_pending'
  | 'refund_unknown'
  | 'refund_succeeded'
  | 'refund_failed'
  | `dispute_${DisputeStatus}`
  | 'dispute_collected';

/** A top-up of a wallet from a payment method. Amounts in minor units. */
export interface Payment {
  readonly id: string;
  readonly userId: string;
  readonly walletId: string;
  readonly paymentMethodId: string;
  readonly provider: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly providerReference: string | null;
  readonly failureCode: string | null;
  readonly nextActionUrl: string | null;
  readonly transferId: string | null;
  readonly capture: Capture;
  /** What was asked to be captured of an authorized payment; null is all of it. */
  readonly captureAmount: bigint | null;
  /** What refunds have taken of it, also those that are on their way. */
  readonly refundedAmount: bigint;
  /** What disputes keep of it until the bank decides, or have taken. */
  readonly disputedAmount: bigint;
  readonly inquiries: number;
  readonly inquireAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface PaymentEvent {
  readonly sequence: number;
  readonly fromStatus: PaymentStatus | null;
  readonly toStatus: PaymentStatus;
  readonly cause: Cause;
  /** The refund that it is about. */
  readonly refundId: string | null;
  /** The dispute that it is about. */
  readonly disputeId: string | null;
  readonly createdAt: Date;
}

/** What to write of a payment, and the statuses that it passes through. */
export interface PaymentChange {
  readonly steps: readonly PaymentStatus[];
  readonly status: PaymentStatus;
  readonly cause: Cause;
  readonly providerReference: string | null;
  readonly failureCode: string | null;
  readonly nextActionUrl: string | null;
  readonly captureAmount: bigint | null;
  readonly inquireAt: Date | null;
}

/** What an outcome changes; undefined when it changes nothing: the payment is resolved, or is where the outcome says. */
export function changeBy(payment: Payment, outcome: ChargeOutcome, cause: Cause, now: Date): PaymentChange | undefined {
  // That an inquiry found nothing out says nothing of the payment.
  if (outcome.status === 'unknown' && cause === 'inquiry') return undefined;
  // A late answer to a charge must not make us forget what has happened since.
  if (outcome.status === 'unknown' && !isBeingCharged(payment.status)) return undefined;
  const steps = stepsBetween(payment.status, outcome.status);
  if (steps.length === 0 && !acknowledges(payment, outcome, cause)) return undefined;
  return {
    steps,
    status: outcome.status,
    cause,
    providerReference: outcome.reference ?? payment.providerReference,
    failureCode: outcome.status === 'succeeded' ? null : (outcome.failureCode ?? null),
    nextActionUrl: outcome.status === 'requires_action' ? (outcome.nextActionUrl ?? null) : null,
    captureAmount: capturedOf(payment, outcome),
    inquireAt: isTerminal(outcome.status) ? null : nextInquiryAt(payment, now),
  };
}

// The provider took the charge and will decide later: the payment stays pending, but is not one that a crash forgot.
function acknowledges(payment: Payment, outcome: ChargeOutcome, cause: Cause): boolean {
  const waits = payment.status === 'pending' && outcome.status === 'pending';
  return waits && cause === 'charge' && payment.providerReference === null;
}

/** What the payment brings its wallet: all of it, or what was captured of it. */
export function takenAmount({ amount, captureAmount }: Payment): bigint {
  return captureAmount ?? amount;
}

/** Whether another amount was taken than we asked for: by hand at the provider. */
export function capturedOtherwise(
  payment: Payment,
  outcome: ChargeOutcome,
): outcome is ChargeOutcome & { readonly capturedMinor: bigint } {
  const { status, capturedMinor } = outcome;
  return status === 'succeeded' && capturedMinor !== undefined && capturedMinor !== takenAmount(payment);
}

// No more than the payment was for.
function capturedOf(payment: Payment, outcome: ChargeOutcome): bigint | null {
  if (!capturedOtherwise(payment, outcome)) return payment.captureAmount;
  return outcome.capturedMinor < payment.amount ? outcome.capturedMinor : payment.amount;
}

/** What may still be refunded: what neither refunds nor disputes have taken. */
export function refundableAmount(payment: Payment): bigint {
  if (payment.status !== 'succeeded') return 0n;
  const left = takenAmount(payment) - payment.refundedAmount - payment.disputedAmount;
  return left > 0n ? left : 0n;
}

/** What becomes of a payment that was charged, but whose wallet cannot take it. Undefined when it stands so already. */
export function uncredited(payment: Payment, outcome: ChargeOutcome, now: Date): PaymentChange | undefined {
  if (isTerminal(payment.status) || payment.failureCode === CREDIT_REFUSED) return undefined;
  return {
    steps: stepsBetween(payment.status, 'unknown'),
    status: 'unknown',
    cause: 'credit_refused',
    providerReference: outcome.reference ?? payment.providerReference,
    failureCode: CREDIT_REFUSED,
    nextActionUrl: null,
    captureAmount: payment.captureAmount,
    inquireAt: nextInquiryAt(payment, now),
  };
}

/** The outcome of a payment that the provider does not know and that cannot be charged any more: its method was removed. */
export function outcomeWithoutMethod(payment: Payment, now: Date): ChargeOutcome {
  const chargeMayArrive = now.getTime() - payment.createdAt.getTime() < LAST_CHARGE_ARRIVES_WITHIN_MS;
  return chargeMayArrive ? { status: 'unknown' } : { status: 'failed', failureCode: METHOD_REMOVED };
}

/** Whether an outcome says the contrary of what the payment has come to: money that somebody must look after. */
export function contradicts({ status }: Payment, outcome: ChargeOutcome): boolean {
  if (!isTerminal(status) || !isTerminal(outcome.status)) return false;
  return (status === 'succeeded') !== (outcome.status === 'succeeded');
}
