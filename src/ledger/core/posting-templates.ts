import type { AccountKind } from './chart.ts';

/** A transfer of this kind may debit this kind of account and credit that one. */
export interface PostingTemplate {
  readonly kind: string;
  readonly debit: AccountKind;
  readonly credit: AccountKind;
}

/**
 * Every movement there is, by the kinds of its accounts; anything else is refused. The table ledger_posting_template has the
 * same rows. A reversal is the way back of what was allowed, and needs none.
 */
export const POSTING_TEMPLATES: readonly PostingTemplate[] = [
  { kind: 'transfer', debit: 'wallet', credit: 'wallet' },
  { kind: 'card-top-up', debit: 'provider-clearing', credit: 'wallet' },
  { kind: 'card-refund', debit: 'wallet', credit: 'provider-clearing' },
  { kind: 'hold', debit: 'wallet', credit: 'wallet' },
  { kind: 'capture', debit: 'wallet', credit: 'wallet' },
  { kind: 'treat', debit: 'wallet', credit: 'venue-payable' },
  { kind: 'treat-fee', debit: 'wallet', credit: 'platform-fee' },
  { kind: 'fx-sell', debit: 'wallet', credit: 'fx-liquidity' },
  { kind: 'fx-buy', debit: 'fx-liquidity', credit: 'wallet' },
  { kind: 'adjustment', debit: 'wallet', credit: 'adjustment' },
  { kind: 'adjustment', debit: 'adjustment', credit: 'wallet' },
  { kind: 'dispute', debit: 'wallet', credit: 'dispute' },
  { kind: 'dispute', debit: 'receivable', credit: 'dispute' },
  { kind: 'dispute', debit: 'dispute', credit: 'wallet' },
  { kind: 'dispute', debit: 'dispute', credit: 'receivable' },
  { kind: 'dispute-settlement', debit: 'dispute', credit: 'provider-clearing' },
  { kind: 'dispute-settlement', debit: 'provider-clearing', credit: 'dispute' },
  { kind: 'owed-collection', debit: 'wallet', credit: 'receivable' },
  { kind: 'write-off', debit: 'write-off', credit: 'receivable' },
  { kind: 'dispute', debit: 'dispute', credit: 'write-off' },
  { kind: 'provider-fee', debit: 'provider-fee', credit: 'provider-clearing' },
  { kind: 'provider-fee', debit: 'provider-clearing', credit: 'provider-fee' },
  { kind: 'settlement-fx', debit: 'fx-liquidity', credit: 'provider-clearing' },
  { kind: 'settlement-fx', debit: 'provider-clearing', credit: 'fx-liquidity' },
  { kind: 'payout', debit: 'payout-clearing', credit: 'provider-clearing' },
  { kind: 'payout', debit: 'provider-clearing', credit: 'payout-clearing' },
  { kind: 'payout-settlement', debit: 'bank', credit: 'payout-clearing' },
  { kind: 'payout-settlement', debit: 'payout-clearing', credit: 'bank' },
];

/** Whether a template has the kind from the one account to the other; without `credit`, to any. */
export function allowsPosting(
  templates: readonly PostingTemplate[],
  kind: string,
  debit: AccountKind,
  credit?: AccountKind,
): boolean {
  return templates.some(
    (template) =>
      template.kind === kind && template.debit === debit && (credit === undefined || template.credit === credit),
  );
}
