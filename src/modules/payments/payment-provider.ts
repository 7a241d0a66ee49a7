/** The configured provider, or null when there is none. */
export const PAYMENT_PROVIDER = Symbol('PAYMENT_PROVIDER');

export interface ChargeRequest {
  /** The payment's id. The provider charges once for it, however often it is asked. */
  readonly idempotencyKey: string;
  readonly token: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export type OutcomeStatus = 'succeeded' | 'failed' | 'pending' | 'requires_action' | 'unknown';

/** What became of a charge, as far as the provider says. `unknown`: nobody can tell yet, so it must be asked again. */
export interface ChargeOutcome {
  readonly status: OutcomeStatus;
  /** The provider's own name for the charge. */
  readonly reference?: string;
  readonly failureCode?: string;
  /** Where the owner of the card goes on, when `status` is `requires_action`. */
  readonly nextActionUrl?: string;
}

/** `not_found`: the provider never received the charge. */
export type InquiryOutcome = ChargeOutcome | { readonly status: 'not_found' };

/** Who charges cards. Both calls leave our process: they may fail, hang, or be answered twice. */
export interface PaymentProvider {
  readonly name: string;
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  inquire(idempotencyKey: string): Promise<InquiryOutcome>;
}
