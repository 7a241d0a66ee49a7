import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import type { Tx } from '../../platform/postgres/index.ts';
import { codeOfRefusal, isRefusalByStripe, StripeClient } from '../../platform/stripe/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { CardDirectory, NewCard, RegisteredCard } from './card-directory.ts';
import type { CardDetails } from './payment-method.ts';
import { StripeCustomersRepository } from './stripe-customers.repository.ts';

const NO_SUCH_THING = 'resource_missing';

/** Cards, and the cards behind Apple Pay and Google Pay, as Stripe's PaymentMethods. Each user is one customer there. */
@Injectable()
export class StripeCards implements CardDirectory {
  readonly name = 'stripe';

  constructor(
    private readonly stripe: StripeClient,
    private readonly customers: StripeCustomersRepository,
  ) {}

  /** Refuses `payment_method_not_supported`, also for another customer's card, and `provider_unavailable`. */
  async register({ userId, type, token }: NewCard): Promise<RegisteredCard> {
    try {
      const found = await this.stripe.api.paymentMethods.retrieve(token);
      if (typeOf(found) !== type) throw refuse('payment_method_not_supported', `The token is of no ${type}`);
      const method = await this.attach(found, await this.customerOf(userId));
      return { details: detailsOf(method), fingerprint: method.card?.fingerprint ?? token };
    } catch (error) {
      if (isRefusalByStripe(error))
        throw refuse('payment_method_not_supported', 'The provider does not take the token');
      if (isStripes(error)) throw refuse('provider_unavailable');
      throw error;
    }
  }

  async release(token: string): Promise<void> {
    try {
      const { id, customer } = await this.stripe.api.paymentMethods.retrieve(token);
      if (customer !== null) await this.stripe.api.paymentMethods.detach(id);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** Stripe takes the cards from a customer that it deletes. What was paid stays there: it must. */
  async forget(userId: string): Promise<void> {
    const customer = await this.customers.find(userId);
    if (customer === undefined) return;
    try {
      await this.stripe.api.customers.del(customer);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  dropCustomer(tx: Tx, userId: string): Promise<boolean> {
    return this.customers.remove(tx, userId);
  }

  private async attach(found: Stripe.PaymentMethod, customer: string): Promise<Stripe.PaymentMethod> {
    if (idOf(found.customer) === customer) return found;
    return this.stripe.api.paymentMethods.attach(found.id, { customer });
  }

  // Two at once make one customer: the same key at Stripe, and the first to be written counts.
  private async customerOf(userId: string): Promise<string> {
    const known = await this.customers.find(userId);
    if (known !== undefined) return known;
    const options = { idempotencyKey: `customer:${userId}` };
    const { id } = await this.stripe.api.customers.create({ metadata: { user_id: userId } }, options);
    return this.customers.keepFirst(userId, id);
  }
}

function typeOf({ type, card }: Stripe.PaymentMethod): string {
  return type === 'card' ? (card?.wallet?.type ?? 'card') : type;
}

function detailsOf({ card }: Stripe.PaymentMethod): CardDetails {
  if (!card) return { brand: null, lastFour: null, expiryDate: null };
  const expiryDate = `${card.exp_year}-${String(card.exp_month).padStart(2, '0')}`;
  return { brand: card.brand, lastFour: card.last4, expiryDate };
}

function idOf(customer: Stripe.PaymentMethod['customer']): string | undefined {
  return typeof customer === 'string' ? customer : customer?.id;
}

function isMissing(error: unknown): boolean {
  return isRefusalByStripe(error) && codeOfRefusal(error) === NO_SUCH_THING;
}

function isStripes(error: unknown): boolean {
  return error instanceof Error && 'rawType' in error;
}
