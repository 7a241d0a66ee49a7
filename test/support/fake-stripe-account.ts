import { randomUUID } from 'node:crypto';
import { StripeRefusal, type Params } from './stripe-refusal.ts';

const DUE_SECONDS = 7 * 86_400;
/** How long the bank looks at evidence, a payout is under way, and a refund that will fail looks fine. */
const MINUTE_SECONDS = 60;
const DISPUTE_FEE = 1_500;

interface FakeTransaction {
  readonly object: 'balance_transaction';
  readonly id: string;
  readonly amount: number;
  readonly fee: number;
  readonly net: number;
  readonly currency: string;
  readonly created: number;
  readonly exchange_rate: number | null;
  readonly reporting_category: string;
  readonly source: unknown;
}

export interface FakeDispute {
  readonly object: 'dispute';
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  payment_intent: string;
  readonly reason: string;
  readonly evidence: Record<string, string>;
  readonly evidence_details: { due_by: number; submission_count: number };
  status: string;
}

export interface FakePayout {
  readonly object: 'payout';
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly destination: string;
  readonly arrival_date: number;
  status: string;
  failure_code: string | null;
}

interface Charged {
  readonly id: string;
  readonly currency: string;
  readonly amount_received: number;
}

/** What Stripe keeps of its customer's account: balance transactions, disputes and payouts. */
export class FakeStripeAccount {
  readonly transactions: FakeTransaction[] = [];
  readonly disputes = new Map<string, FakeDispute>();
  readonly payouts = new Map<string, FakePayout>();
  clock: () => Date = () => new Date();
  /** The account settles in this currency; each unit of another is so many of it. */
  settlement: { readonly currency: string; readonly rate: number } | undefined;
  /** What happens later, and when. */
  private readonly later: { at: number; happens: () => void }[] = [];

  handle(method: string, path: string, params: Params): unknown {
    const [, kind = '', id = ''] = path.split('/');
    switch (`${method} ${kind}`) {
      case 'GET disputes':
        return found(this.disputes, id);
      case 'POST disputes':
        return this.submit(found(this.disputes, id), params);
      case 'GET payouts':
        return found(this.payouts, id);
      case 'GET balance_transactions':
        return this.list(params);
      default:
        throw new StripeRefusal('invalid_request_error', 'url_invalid');
    }
  }

  /** Lets happen what is due. */
  tick(): void {
    const due = this.later.filter(({ at }) => at <= this.now());
    for (const each of due) {
      this.later.splice(this.later.indexOf(each), 1);
      each.happens();
    }
  }

  add(category: string, source: { id: string; currency: string }, amount: number, fee = 0): void {
    const isConverted = this.settlement !== undefined && this.settlement.currency !== source.currency;
    const { currency, rate } = isConverted && this.settlement ? this.settlement : { ...source, rate: 1 };
    const id = `txn_${randomUUID()}`;
    const [settled, kept] = [amount, fee].map((minor) => Math.trunc(minor * rate)) as [number, number];
    const amounts = { amount: settled, fee: kept, net: settled - kept, exchange_rate: isConverted ? rate : null };
    const what = { object: 'balance_transaction', id, currency, created: this.now(), source } as const;
    this.transactions.unshift({ ...what, ...amounts, reporting_category: category });
  }

  charged({ id: payment_intent, currency, amount_received: captured }: Charged): void {
    const amounts = { amount: captured, amount_captured: captured };
    const source = { object: 'charge', id: `ch_${randomUUID()}`, payment_intent, currency, ...amounts };
    this.add('charge', source, captured, Math.floor((captured * 29) / 1_000) + 30);
  }

  /** Stripe's own invoice. */
  bill(amount: number, currency: string): void {
    this.add('fee', { id: `in_${randomUUID()}`, currency }, -amount);
  }

  /** The owner of the card objects. A warning takes nothing yet. */
  dispute({ id: payment_intent, currency, amount_received: amount }: Charged, status = 'needs_response'): FakeDispute {
    const evidence_details = { due_by: this.now() + DUE_SECONDS, submission_count: 0 };
    const dispute: FakeDispute = {
      ...{ object: 'dispute', id: `dp_${randomUUID()}`, amount, currency, payment_intent, reason: 'fraudulent' },
      ...{ evidence: {}, evidence_details, status },
    };
    this.disputes.set(dispute.id, dispute);
    if (status === 'needs_response') this.add('dispute', dispute, -amount, DISPUTE_FEE);
    this.in(DUE_SECONDS, () => evidence_details.submission_count === 0 && this.decide(dispute, 'lost'));
    return dispute;
  }

  /** The bank's inquiry did not satisfy the owner of the card. */
  chargeBack(dispute: FakeDispute): void {
    dispute.status = 'needs_response';
    this.add('dispute', dispute, -dispute.amount, DISPUTE_FEE);
  }

  decide(dispute: FakeDispute, status: string): void {
    dispute.status = status;
    if (status === 'won') this.add('dispute_reversal', dispute, dispute.amount);
  }

  payOut(amount: number, currency: string, outcome: 'paid' | 'failed' | 'returned'): FakePayout {
    const arrival_date = this.now() + MINUTE_SECONDS;
    const payout: FakePayout = {
      ...{ object: 'payout', id: `po_${randomUUID()}`, amount, currency, destination: 'ba_1', arrival_date },
      ...{ status: 'in_transit', failure_code: null },
    };
    this.payouts.set(payout.id, payout);
    this.add('payout', payout, -amount);
    if (outcome !== 'failed') this.in(MINUTE_SECONDS, () => (payout.status = 'paid'));
    if (outcome !== 'paid') this.in(MINUTE_SECONDS * (outcome === 'failed' ? 1 : 10), () => this.fail(payout));
    return payout;
  }

  in(seconds: number, happens: () => unknown): void {
    this.later.push({ at: this.now() + seconds, happens: () => void happens() });
  }

  private fail(payout: FakePayout): void {
    payout.status = 'failed';
    payout.failure_code = 'account_closed';
    this.add('payout_reversal', payout, payout.amount);
  }

  submit(dispute: FakeDispute, params: Params): FakeDispute {
    const isOpen = ['needs_response', 'warning_needs_response'].includes(dispute.status);
    if (!isOpen) {
      throw new StripeRefusal('invalid_request_error', 'dispute_evidence_not_updatable');
    }
    for (const [name, value] of Object.entries(params)) {
      const field = /^evidence\[(\w+)\]$/.exec(name)?.[1];
      if (field !== undefined) dispute.evidence[field] = value;
    }
    if (Object.values(dispute.evidence).some((value) => value.startsWith('file_unknown'))) {
      throw new StripeRefusal('invalid_request_error', 'resource_missing');
    }
    dispute.evidence_details.submission_count += 1;
    const isWarning = dispute.status.startsWith('warning');
    dispute.status = isWarning ? 'warning_under_review' : 'under_review';
    const wins = dispute.evidence['uncategorized_text']?.includes('winning_evidence');
    const verdict = isWarning ? 'warning_closed' : wins ? 'won' : 'lost';
    const { status } = dispute;
    this.in(MINUTE_SECONDS, () => dispute.status === status && this.decide(dispute, verdict));
    return dispute;
  }

  private list(params: Params): object {
    const [from, to] = [Number(params['created[gte]'] ?? 0), Number(params['created[lte]'] ?? Infinity)];
    const within = this.transactions.filter(({ created }) => created >= from && created <= to);
    const after = within.findIndex(({ id }) => id === params['starting_after']) + 1;
    const data = within.slice(after, after + Number(params['limit'] ?? 10));
    return { object: 'list', url: '/v1/balance_transactions', has_more: after + data.length < within.length, data };
  }

  private now(): number {
    return Math.floor(this.clock().getTime() / 1_000);
  }
}

function found<T>(things: ReadonlyMap<string, T>, id: string): T {
  const thing = things.get(id);
  if (!thing) throw new StripeRefusal('invalid_request_error', 'resource_missing');
  return thing;
}
