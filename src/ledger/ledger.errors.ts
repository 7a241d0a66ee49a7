import { refuse, type Refusal, type RefusalCode } from '../shared/refusal.ts';
import type { LedgerRefusal, Verdict } from './core/index.ts';

/** What a caller is told for each of the ledger's refusals. */
const CODES: Record<LedgerRefusal, RefusalCode> = {
  exists_with_different_content: 'exists_with_different_content',
  effective_at_in_future: 'effective_at_in_future',
  effective_at_in_closed_day: 'effective_at_in_closed_day',
  transfer_not_found: 'not_found',
  transfer_is_reversal: 'transfer_is_reversal',
  reversal_exceeds_transfer: 'reversal_exceeds_transfer',
  hold_not_found: 'not_found',
  hold_expired: 'hold_expired',
  hold_not_pending: 'hold_not_pending',
  freeze_not_found: 'not_found',
  freeze_released: 'freeze_released',
  amount_invalid: 'amount_invalid',
  capture_exceeds_hold: 'capture_exceeds_hold',
  capture_target_required: 'capture_target_required',
  release_exceeds_freeze: 'release_exceeds_freeze',
  expiry_in_past: 'hold_expired',
  debit_account_not_found: 'not_found',
  credit_account_not_found: 'not_found',
  account_not_holdable: 'not_found',
  account_not_freezable: 'account_not_freezable',
  same_account: 'same_wallet',
  asset_mismatch: 'currency_mismatch',
  posting_not_allowed: 'posting_not_allowed',
  account_closed: 'wallet_closed',
  account_frozen: 'wallet_frozen',
  insufficient_funds: 'insufficient_funds',
  balance_limit_exceeded: 'balance_limit_exceeded',
  effective_at_too_early: 'effective_at_too_early',
  reference_taken: 'reference_taken',
  linked_refused: 'linked_refused',
};

export function refusalCode(refusal: LedgerRefusal): RefusalCode {
  return CODES[refusal];
}

/** The refusal that a batch amounts to: its first culprit's. Undefined when everything was posted or exists. */
export function refusalOf(verdicts: readonly Verdict[]): Refusal | undefined {
  const refusals = verdicts.flatMap((verdict) => (verdict.outcome === 'refused' ? verdict.code : []));
  const culprit = refusals.find((code) => code !== 'linked_refused') ?? refusals[0];
  return culprit && refuse(CODES[culprit]);
}
