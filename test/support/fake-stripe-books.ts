import { randomUUID } from 'node:crypto';
import { FakeStripeAccount } from './fake-stripe-account.ts';
import { FakeStripeCards, nameOf } from './fake-stripe-cards.ts';
import { StripeRefusal, type Params } from './stripe-refusal.ts';

export interface FakeIntent {
  readonly object: 'payment_intent';
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly capture: string;
  readonly method: string;
  readonly metadata: { payment_id: string };
  status: string;
  amount_received: number;
  confirmed: number;
  last_payment_error: { type: string; code: string } | null;
  next_action: { type: string; redirect_to_url: { url: string } } | null;
}

export interface FakeRefund {
  readonly object: 'refund';
  readonly id: string;
  readonly payment_intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: { refund_id: string };
  status: string;
  failure_reason: string | null;
}

/** After this a refund that looked fine fails. */
const LATE_SECONDS = 60;
const OPEN_TO_ITS_OWNER: readonly string[] = ['requires_confirmation', 'requires_payment_method'];

/** Stripe's side of the books. */
export class FakeStripeBooks {
  readonly account = new FakeStripeAccount();
  readonly cards = new FakeStripeCards();
  readonly intents = new Map<string, FakeIntent>();
  readonly refunds: FakeRefund[] = [];

  handle(method: string, path: string, params: Params): unknown {
    this.account.tick();
    const [, kind = '', id = '', action = ''] = path.split('/');
    switch (`${method} ${kind} ${action}`.trim()) {
      case 'POST customers':
        return this.cards.customer(params);
      case 'DELETE customers':
        return this.cards.deleteCustomer(id);
      case 'GET payment_methods':
        return this.cards.method(id);
      case 'POST payment_methods attach':
        return this.cards.attach(id, params['customer'] ?? '');
      case 'POST payment_methods detach':
        return this.cards.detach(id);
      case 'POST payment_intents':
        return this.create(params);
      case 'GET payment_intents':
        return this.intent(id);
      case 'POST payment_intents confirm':
        return this.confirm(this.intent(id));
      case 'POST payment_intents capture':
        return this.capture(this.intent(id), params);
      case 'POST payment_intents cancel':
        return this.cancel(this.intent(id));
      case 'POST refunds':
        return this.refund(params);
      case 'GET refunds':
        return this.refundsOf(params['payment_intent'] ?? '');
      default:
        return this.account.handle(method, path, params);
    }
  }

  /** The bank's challenge is over. */
  answerChallenge(intent: FakeIntent, approves: boolean): void {
    intent.next_action = null;
    if (approves) return this.authorize(intent);
    intent.status = 'requires_payment_method';
    intent.last_payment_error = { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' };
  }

  /** Who has the intent's secret tries it again, as Stripe's own page does. Whether they may. */
  goOn(intent: FakeIntent): boolean {
    if (!OPEN_TO_ITS_OWNER.includes(intent.status)) return false;
    this.confirm(intent);
    return true;
  }

  /** The card is charged, whatever was said before. */
  takeAllTheSame(intent: FakeIntent): void {
    intent.status = 'succeeded';
    this.take(intent, intent.amount);
  }

  /** Somebody captures a part at Stripe. */
  takeByHand(intent: FakeIntent, amount: number): void {
    this.capture(intent, { amount_to_capture: String(amount) });
  }

  /** Somebody refunds a part at Stripe. */
  refundByHand({ id: payment_intent }: FakeIntent, amount: number): void {
    this.refund({ payment_intent, amount: String(amount) });
  }

  intentOf(paymentId: string): FakeIntent {
    const found = [...this.intents.values()].filter(({ metadata }) => metadata.payment_id === paymentId);
    const charged = found.find(({ confirmed }) => confirmed > 0) ?? found[0];
    if (!charged) throw new Error('no such intent');
    return charged;
  }

  /** Whose a payment method is. */
  ownerOf(token: string): string | undefined {
    return this.cards.ownerOf(token);
  }

  private create(params: Params): FakeIntent {
    const [method = '', customer] = [params['payment_method'], params['customer']];
    if (this.cards.ownerOf(method) !== customer) throw new StripeRefusal('invalid_request_error', 'resource_missing');
    const intent: FakeIntent = {
      ...{
        object: 'payment_intent',
        id: `pi_${randomUUID()}`,
        amount: Number(params['amount']),
        currency: params['currency'] ?? '',
        amount_received: 0,
        confirmed: 0,
      },
      ...{ capture: params['capture_method'] ?? 'automatic', method, status: 'requires_confirmation' },
      ...{
        metadata: { payment_id: params['metadata[payment_id]'] ?? '' },
        last_payment_error: null,
        next_action: null,
      },
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  private intent(id: string): FakeIntent {
    const intent = this.intents.get(id);
    if (!intent) throw new StripeRefusal('invalid_request_error', 'resource_missing');
    return intent;
  }

  private confirm(intent: FakeIntent): FakeIntent {
    if (!OPEN_TO_ITS_OWNER.includes(intent.status)) {
      throw new StripeRefusal('invalid_request_error', 'payment_intent_unexpected_state');
    }
    intent.confirmed += 1;
    const name = nameOf(intent.method);
    if (name === 'declined') {
      intent.status = 'requires_payment_method';
      intent.last_payment_error = { type: 'card_error', code: 'card_declined' };
      throw new StripeRefusal('card_error', 'card_declined');
    }
    if (name === '3ds') {
      intent.status = 'requires_action';
      intent.next_action = { type: 'redirect_to_url', redirect_to_url: { url: 'https://bank.example/challenge' } };
    }
    if (name === 'processing') intent.status = 'processing';
    if (intent.status === 'requires_confirmation') this.authorize(intent);
    return intent;
  }

  private authorize(intent: FakeIntent): void {
    intent.status = intent.capture === 'manual' ? 'requires_capture' : 'succeeded';
    if (intent.capture !== 'manual') this.take(intent, intent.amount);
  }

  private capture(intent: FakeIntent, params: Params): FakeIntent {
    if (intent.status !== 'requires_capture') {
      throw new StripeRefusal('invalid_request_error', 'payment_intent_unexpected_state');
    }
    intent.status = 'succeeded';
    this.take(intent, Number(params['amount_to_capture'] ?? intent.amount));
    return intent;
  }

  private take(intent: FakeIntent, amount: number): void {
    intent.amount_received = amount;
    this.account.charged(intent);
  }

  private cancel(intent: FakeIntent): FakeIntent {
    if (['succeeded', 'canceled', 'processing'].includes(intent.status)) {
      throw new StripeRefusal('invalid_request_error', 'payment_intent_unexpected_state');
    }
    intent.status = 'canceled';
    return intent;
  }

  private refund(params: Params): FakeRefund {
    const intent = this.intent(params['payment_intent'] ?? '');
    const amount = Number(params['amount']);
    const sent = this.refunds.filter((each) => each.payment_intent === intent.id && each.status !== 'failed');
    const before = sent.reduce((sum, each) => sum + each.amount, 0);
    if (before + amount > intent.amount_received)
      throw new StripeRefusal('invalid_request_error', 'charge_already_refunded');
    const declines = nameOf(intent.method) === 'norefund';
    const refund: FakeRefund = {
      ...{ object: 'refund', id: `re_${randomUUID()}`, payment_intent: intent.id, amount, currency: intent.currency },
      ...{ metadata: { refund_id: params['metadata[refund_id]'] ?? '' }, status: declines ? 'failed' : 'succeeded' },
      failure_reason: declines ? 'declined' : null,
    };
    this.refunds.push(refund);
    if (declines) return refund;
    this.account.add('refund', refund, -amount);
    if (nameOf(intent.method) === 'latefail') this.account.in(LATE_SECONDS, () => this.fail(refund));
    return refund;
  }

  private fail(refund: FakeRefund): void {
    refund.status = 'failed';
    refund.failure_reason = 'expired_or_canceled_card';
    this.account.add('refund_failure', refund, refund.amount);
  }

  private refundsOf(intent: string): object {
    const data = this.refunds.filter(({ payment_intent }) => payment_intent === intent);
    return { object: 'list', url: '/v1/refunds', has_more: false, data };
  }
}
