import { randomUUID } from 'node:crypto';
import { StripeRefusal, type Params } from './stripe-refusal.ts';

/** What a card does, by the name in its token: `pm_<name>_<anything>`. */
const WALLETS: Readonly<Record<string, string>> = { applepay: 'apple_pay', googlepay: 'google_pay' };

/** Stripe's customers, and the cards that are theirs. */
export class FakeStripeCards {
  /** Whose each customer is with us. */
  readonly customers = new Map<string, string>();
  private readonly owners = new Map<string, string>();

  /** Whose a payment method is. */
  ownerOf(token: string): string | undefined {
    return this.owners.get(token);
  }

  customer(params: Params): object {
    const id = `cus_${randomUUID()}`;
    this.customers.set(id, params['metadata[user_id]'] ?? '');
    return { object: 'customer', id };
  }

  /** Its cards are nobody's any more; what was paid stays. */
  deleteCustomer(id: string): object {
    if (!this.customers.delete(id)) throw new StripeRefusal('invalid_request_error', 'resource_missing');
    for (const [method, owner] of this.owners) if (owner === id) this.owners.delete(method);
    return { object: 'customer', id, deleted: true };
  }

  method(id: string): object {
    if (!id.startsWith('pm_')) throw new StripeRefusal('invalid_request_error', 'resource_missing');
    const wallet = WALLETS[nameOf(id)];
    const card = {
      brand: 'visa',
      last4: '4242',
      // What stands behind a tilde makes another token of the same card.
      fingerprint: `fp_${id.split('~', 1)[0] ?? id}`,
      exp_month: 7,
      exp_year: 2031,
      wallet: wallet ? { type: wallet } : null,
    };
    return { object: 'payment_method', id, type: 'card', customer: this.owners.get(id) ?? null, card };
  }

  attach(id: string, customer: string): object {
    const owner = this.owners.get(id) ?? customer;
    if (owner !== customer) throw new StripeRefusal('invalid_request_error', 'payment_method_unexpected_state');
    this.owners.set(id, customer);
    return this.method(id);
  }

  detach(id: string): object {
    if (!this.owners.delete(id)) throw new StripeRefusal('invalid_request_error', 'payment_method_not_attached');
    return this.method(id);
  }
}

/** The name in a card's token. */
export function nameOf(token: string): string {
  return token.split('_')[1] ?? '';
}
