import type { Capture } from './capture.ts';

/** The configured provider, or null when there is none. */
export const PAYMENT_PROVIDER = Symbol('PAYMENT_PROVIDER');

export interface ChargeRequest {
  /** The payment's id. The provider charges once for it, however often it is asked. */
  readonly idempotencyKey: string;
  readonly token: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly capture: Capture;
}

export interface CaptureRequest {
  /** The payment's id. */
  readonly idempotencyKey: string;
  /** At most what was authorized; the rest is let go. */
  readonly amountMinor: bigint;
}

export interface RefundRequest {
  /** The refund's id. The provider refunds once for it, however often it is asked. */
  readonly idempotencyKey: string;
  /** The payment's id. */
  readonly chargeKey: string;
  readonly amountMinor: bigint;
}

/** `authorized`: set aside on the card, and to be captured. */
export type OutcomeStatus =
  'succeeded' | 'failed' | 'pending' | 'requires_action' | 'authorized' | 'canceled' | 'unknown';

/** What became of a charge, as far as the provider says. `unknown`: nobody can tell yet, so it must be asked again. */
export interface ChargeOutcome {
  readonly status: OutcomeStatus;
  /** The provider's own name for the charge. */
  readonly reference?: string;
  readonly failureCode?: string;
  /** What was taken of the card in minor units, when `status` is `succeeded`. */
  readonly capturedMinor?: bigint;
  /** Where the owner of the card goes on, when `status` is `requires_action`. */
  readonly nextActionUrl?: string;
}

export interface NotFound {
  readonly status: 'not_found';
}

/** `not_found`: the provider never received the charge. */
export type InquiryOutcome = ChargeOutcome | NotFound;

export interface RefundOutcome {
  readonly status: 'succeeded' | 'failed' | 'pending' | 'unknown';
  /** The provider's own name for the refund. */
  readonly reference?: string;
  readonly failureCode?: string;
}

/**
 * Who charges cards. Every call leaves our process: it may fail, hang, or be answered twice. Capturing and canceling what is
 * captured or canceled already changes nothing, and answers how the charge stands.
 */
export interface PaymentProvider {
  readonly name: string;
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  inquire(idempotencyKey: string): Promise<InquiryOutcome>;
  capture(request: CaptureRequest): Promise<ChargeOutcome>;
  cancel(idempotencyKey: string): Promise<ChargeOutcome>;
  refund(request: RefundRequest): Promise<RefundOutcome>;
  inquireRefund(request: RefundRequest): Promise<RefundOutcome | NotFound>;
}
