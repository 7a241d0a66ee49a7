export type Params = Readonly<Record<string, string>>;

/** Stripe on loopback refuses a request. */
export class StripeRefusal extends Error {
  constructor(
    readonly type: 'card_error' | 'invalid_request_error',
    readonly code: string,
  ) {
    super(code);
  }
}
