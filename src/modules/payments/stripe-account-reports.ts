import type Stripe from 'stripe';
import type { BalanceChange, Conversion, DisputeReport, Money, PayoutReport, SubjectName } from './provider-account.ts';

/** What Stripe's dispute says. A `prevented` one never was. */
const DISPUTES: Readonly<Record<string, DisputeReport['status']>> = {
  warning_needs_response: 'warning',
  warning_under_review: 'warning',
  warning_closed: 'closed',
  prevented: 'closed',
  needs_response: 'opened',
  under_review: 'under_review',
  won: 'won',
  lost: 'lost',
};
const PAYOUTS: Readonly<Record<string, PayoutReport['status']>> = {
  pending: 'pending',
  in_transit: 'in_transit',
  paid: 'paid',
  failed: 'failed',
  canceled: 'canceled',
};
const SUBJECTS: Readonly<Record<string, SubjectName['kind']>> = { dispute: 'dispute', payout: 'payout' };
/** What a change of the balance says that the amount of its source did: came, or left. */
const WAYS: Readonly<Record<string, bigint>> = {
  charge: 1n,
  refund: -1n,
  refund_failure: 1n,
  dispute: -1n,
  dispute_reversal: 1n,
};
/** What is listed under this is itself a fee. */
const FEE = 'fee';
const UNNAMED_BANK = 'stripe';

export function disputeReportOf(dispute: Stripe.Dispute, paymentId: string | undefined): DisputeReport {
  const { id: reference, amount, currency, reason, evidence_details: evidence } = dispute;
  return {
    ...{ reference, paymentId, status: known(DISPUTES, dispute.status), amountMinor: BigInt(amount) },
    ...{ currency: currency.toUpperCase(), reason, evidenceDueAt: momentOf(evidence.due_by) },
    submissions: evidence.submission_count,
  };
}

export function payoutReportOf(payout: Stripe.Payout): PayoutReport {
  const { id: reference, amount, currency, arrival_date: arrival, failure_code: failure } = payout;
  return {
    ...{ reference, status: known(PAYOUTS, payout.status), amountMinor: BigInt(amount) },
    ...{ currency: currency.toUpperCase(), destination: idOf(payout.destination) ?? UNNAMED_BANK },
    ...{ arrivesAt: momentOf(arrival), failureCode: failure ?? undefined },
  };
}

export function balanceChangeOf(change: Stripe.BalanceTransaction, paymentId: string | undefined): BalanceChange {
  const isFee = change.reporting_category === FEE;
  const [amount, fee] = isFee ? [0, change.fee - change.amount] : [change.amount, change.fee];
  return {
    ...{ reference: change.id, type: change.reporting_category, currency: change.currency.toUpperCase() },
    ...{ amountMinor: BigInt(amount), feeMinor: BigInt(fee), occurredAt: new Date(change.created * 1_000) },
    ...{ paymentId, subject: subjectOf(change.source), conversion: conversionOf(change) },
    refundId: refundOf(change.source),
  };
}

function conversionOf(change: Stripe.BalanceTransaction): Conversion | undefined {
  return change.exchange_rate === null ? undefined : { rate: String(change.exchange_rate), from: presentedIn(change) };
}

// In the currency of the charge, refund or dispute that it is about: of a charge what was captured. Nothing is guessed of others.
function presentedIn({ source, reporting_category: category }: Stripe.BalanceTransaction): Money | undefined {
  const way = WAYS[category];
  const { amount, amount_captured: captured, currency } = (typeof source === 'string' ? {} : (source ?? {})) as Priced;
  const charged = captured ?? amount;
  if (way === undefined || charged === undefined || currency === undefined) return undefined;
  return { amountMinor: way * BigInt(charged), currency: currency.toUpperCase() };
}

interface Priced {
  readonly amount?: number;
  readonly amount_captured?: number;
  readonly currency?: string;
}

/** The PaymentIntent that a change of the balance is about. */
export function intentOfChange({ source }: Stripe.BalanceTransaction): string | undefined {
  if (source === null || typeof source === 'string') return undefined;
  const { payment_intent: intent } = source as { payment_intent?: Named };
  return idOf(intent);
}

function refundOf(source: unknown): string | undefined {
  const { object, metadata } = (source ?? {}) as {
    object?: string;
    metadata?: Readonly<Record<string, string>> | null;
  };
  return object === 'refund' ? metadata?.['refund_id'] : undefined;
}

/** The dispute or payout that an object of Stripe's is. */
export function subjectOf(source: unknown): SubjectName | undefined {
  const { object, id } = (source ?? {}) as { object?: string; id?: string };
  const kind = SUBJECTS[object ?? ''];
  return kind === undefined || id === undefined ? undefined : { kind, reference: id };
}

type Named = string | { readonly id: string } | null | undefined;

/** The name of what Stripe gives by name or whole. */
export function idOf(named: Named): string | undefined {
  return typeof named === 'string' ? named : named?.id;
}

function momentOf(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1_000);
}

// A status that is newer than we are is nothing to guess about: whoever asked asks again.
function known<Status>(statuses: Readonly<Record<string, Status>>, told: string): Status {
  const status = statuses[told];
  if (status === undefined) throw new Error('a status that we do not know');
  return status;
}
