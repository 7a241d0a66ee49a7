/** Why the ledger refuses: the codes of the SQL function ledger_post. The first that applies is given, cheapest first. */
export type LedgerRefusal =
  | 'exists_with_different_content'
  | 'effective_at_in_future'
  | 'effective_at_in_closed_day'
  | 'transfer_not_found'
  | 'transfer_is_reversal'
  | 'reversal_exceeds_transfer'
  | 'hold_not_found'
  | 'hold_expired'
  | 'hold_not_pending'
  | 'freeze_not_found'
  | 'freeze_released'
  | 'amount_invalid'
  | 'capture_exceeds_hold'
  | 'capture_target_required'
  | 'release_exceeds_freeze'
  | 'expiry_in_past'
  | 'debit_account_not_found'
  | 'credit_account_not_found'
  | 'account_not_holdable'
  | 'account_not_freezable'
  | 'same_account'
  | 'asset_mismatch'
  | 'posting_not_allowed'
  | 'account_closed'
  | 'account_frozen'
  | 'insufficient_funds'
  | 'balance_limit_exceeded'
  | 'effective_at_too_early'
  | 'reference_taken'
  | 'linked_refused';

/** The answer to one command. `exists`: it was done before, with the same content, and nothing was done now. */
export type Verdict =
  | { readonly outcome: 'posted' }
  | { readonly outcome: 'exists' }
  | { readonly outcome: 'refused'; readonly code: LedgerRefusal };

export const POSTED: Verdict = { outcome: 'posted' };
export const EXISTS: Verdict = { outcome: 'exists' };

export function refused(code: LedgerRefusal): Verdict {
  return { outcome: 'refused', code };
}
