import { Inject, Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { CONFIG, type Config } from '../config/index.ts';

/** Shorter than what a caller waits for a provider, so that no call of ours goes on behind their back. */
const TIMEOUT_MS = 8_000;

/** Stripe's own SDK, as configured. Only with `PAYMENT_PROVIDER=stripe`. */
@Injectable()
export class StripeClient {
  readonly api: Stripe;

  constructor(@Inject(CONFIG) { stripe }: Config) {
    if (!stripe) throw new Error('Stripe is not configured');
    // Retries are ours: what was not answered is inquired about before it is sent again. (The SDK sends once more, under the
    // same key, what was lost with its connection.)
    const options = { maxNetworkRetries: 0, timeout: TIMEOUT_MS, telemetry: false, ...placeOf(stripe.apiUrl) };
    this.api = new Stripe(stripe.secretKey, options);
  }
}

function placeOf(apiUrl: string | undefined) {
  if (apiUrl === undefined) return {};
  const { hostname: host, port, protocol } = new URL(apiUrl);
  return { host, port: port || undefined, protocol: protocol === 'http:' ? ('http' as const) : ('https' as const) };
}

/** Whether Stripe looked at the request and refused it: nothing was done, and the same request would be refused again. */
export function isRefusalByStripe(error: unknown): error is Stripe.errors.StripeError {
  return error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeInvalidRequestError;
}

/** Why: what a payment's failure code says. Of an error as it is thrown, and as an intent keeps it. */
export function codeOfRefusal({ code, type }: { readonly code?: string; readonly type: string }): string {
  return code ?? type;
}
