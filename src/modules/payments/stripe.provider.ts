import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { codeOfRefusal, isRefusalByStripe, StripeClient } from '../../platform/stripe/index.ts';
import type {
  CaptureRequest,
  ChargeOutcome,
  ChargeRequest,
  InquiryOutcome,
  NotFound,
  PaymentProvider,
  RefundOutcome,
  RefundRequest,
} from './payment-provider.ts';
import { StripeIntentsRepository } from './stripe-intents.repository.ts';
import { charged, outcomeOfIntent, outcomeOfRefund } from './stripe-outcomes.ts';

export const STRIPE = 'stripe';
const REFUNDS_PAGE = 100;
const NOT_FOUND: NotFound = { status: 'not_found' };
const UNKNOWN: ChargeOutcome = { status: 'unknown' };
const CLOSED: Stripe.PaymentIntent.Status = 'canceled';

/**
 * Stripe. A charge is two calls: an intent is made and written down, and only then confirmed. What is repeated, at any time
 * later, confirms that intent again, which Stripe does once; so no charge depends on how long an idempotency key is kept.
 */
@Injectable()
export class StripeProvider implements PaymentProvider {
  readonly name = STRIPE;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly stripe: StripeClient,
    private readonly intents: StripeIntentsRepository,
  ) {}

  async charge(request: ChargeRequest): Promise<ChargeOutcome> {
    const { idempotencyKey: key } = request;
    const known = await this.intents.find(key);
    if (known === undefined) return this.chargeAnew(request);
    const standing = await this.closed(await this.retrieve(known));
    return standing.status === 'not_found' ? this.confirm(key, known) : standing;
  }

  async inquire(key: string): Promise<InquiryOutcome> {
    const intent = await this.intents.find(key);
    return intent === undefined ? NOT_FOUND : this.closed(await this.retrieve(intent));
  }

  async capture({ idempotencyKey: key, amountMinor }: CaptureRequest): Promise<ChargeOutcome> {
    const amount = { amount_to_capture: Number(amountMinor) };
    const options = { idempotencyKey: `${key}:capture` };
    return this.change(key, (intent) => this.stripe.api.paymentIntents.capture(intent, amount, options));
  }

  async cancel(key: string): Promise<ChargeOutcome> {
    const options = { idempotencyKey: `${key}:cancel` };
    return this.change(key, (intent) => this.stripe.api.paymentIntents.cancel(intent, {}, options));
  }

  async refund(request: RefundRequest): Promise<RefundOutcome> {
    const { idempotencyKey, chargeKey, amountMinor } = request;
    const payment_intent = await this.intentOf(chargeKey);
    const wanted = { payment_intent, amount: Number(amountMinor), metadata: { refund_id: idempotencyKey } };
    try {
      return outcomeOfRefund(await this.stripe.api.refunds.create(wanted, { idempotencyKey }));
    } catch (error) {
      if (!isRefusalByStripe(error)) throw error;
      // Stripe also refuses what it has refunded already.
      const standing = await this.inquireRefund(request);
      return standing.status === 'not_found' ? { status: 'failed', failureCode: codeOfRefusal(error) } : standing;
    }
  }

  async inquireRefund({ idempotencyKey, chargeKey }: RefundRequest): Promise<RefundOutcome | NotFound> {
    const payment_intent = await this.intentOf(chargeKey);
    for await (const refund of this.stripe.api.refunds.list({ payment_intent, limit: REFUNDS_PAGE })) {
      if (refund.metadata?.['refund_id'] === idempotencyKey) return outcomeOfRefund(refund);
    }
    return NOT_FOUND;
  }

  private async chargeAnew(request: ChargeRequest): Promise<ChargeOutcome> {
    const { idempotencyKey: key } = request;
    try {
      const { id } = await this.stripe.api.paymentIntents.create(await this.wanted(request), { idempotencyKey: key });
      return await this.confirm(key, await this.intents.keepFirst(key, id));
    } catch (error) {
      // An intent that was not made charges nobody.
      if (isRefusalByStripe(error)) return { status: 'failed', failureCode: codeOfRefusal(error) };
      throw error;
    }
  }

  private async wanted({
    idempotencyKey,
    token,
    amountMinor,
    currency,
    capture,
  }: ChargeRequest): Promise<Stripe.PaymentIntentCreateParams> {
    const { customer } = await this.stripe.api.paymentMethods.retrieve(token);
    return {
      amount: Number(amountMinor),
      currency: currency.toLowerCase(),
      customer: typeof customer === 'string' ? customer : customer?.id,
      payment_method: token,
      // A card is also what Apple Pay and Google Pay are.
      allowed_payment_method_types: ['card'],
      capture_method: capture,
      metadata: { payment_id: idempotencyKey },
    };
  }

  private async confirm(key: string, intent: string): Promise<ChargeOutcome> {
    const to = { return_url: this.config.stripe?.returnUrl };
    const options = { idempotencyKey: `${key}:confirm` };
    return this.settle(intent, () => this.stripe.api.paymentIntents.confirm(intent, to, options));
  }

  private async change(key: string, make: (id: string) => Promise<Stripe.PaymentIntent>): Promise<ChargeOutcome> {
    const intent = await this.intentOf(key);
    return this.settle(intent, () => make(intent));
  }

  private async settle(intent: string, make: () => Promise<Stripe.PaymentIntent>): Promise<ChargeOutcome> {
    return charged(await this.closed(await this.after(intent, make)));
  }

  // Whoever has the secret of an intent that failed may go on with it: it has failed only when nobody can any more.
  private async closed(intent: Stripe.PaymentIntent): Promise<InquiryOutcome> {
    const outcome = outcomeOfIntent(intent);
    if (outcome.status !== 'failed' || intent.status === CLOSED) return outcome;
    const left = await this.after(intent.id, () => this.stripe.api.paymentIntents.cancel(intent.id));
    if (left.status === CLOSED) return outcome;
    const standing = charged(outcomeOfIntent(left));
    return standing.status === 'failed' ? UNKNOWN : standing;
  }

  // A refusal says why, and not how the intent stands now; that is asked.
  private async after(intent: string, make: () => Promise<Stripe.PaymentIntent>): Promise<Stripe.PaymentIntent> {
    try {
      return await make();
    } catch (error) {
      if (!isRefusalByStripe(error)) throw error;
      return this.retrieve(intent);
    }
  }

  private async intentOf(key: string): Promise<string> {
    const intent = await this.intents.find(key);
    if (intent === undefined) throw new Error('the payment has no intent');
    return intent;
  }

  private retrieve(intent: string): Promise<Stripe.PaymentIntent> {
    return this.stripe.api.paymentIntents.retrieve(intent);
  }
}
