import type { Author } from '../platform/audit/index.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { LedgerCommand, Verdict } from './core/index.ts';

/** Whose key on which route, and with what content: two UUIDs. */
export interface LedgerClaim {
  readonly scope: string;
  readonly fingerprint: string;
}

/** One caller's commands, in their order; once, when there is a claim. */
export interface PostItem {
  readonly claim?: LedgerClaim;
  readonly commands: readonly LedgerCommand[];
  /** Who asks, for the audit log. */
  readonly author?: Author;
}

/**
 * What became of an item. `replayed`: the claim's first outcome, under the ids of then. `reused`: the claim was for something
 * else, and nothing was done. `refused`: the claim was refused before the ledger was asked, and that stays its answer.
 * `writtenAt` is the created_at of what was posted now.
 */
export type Posted =
  | { readonly state: 'posted'; readonly verdicts: readonly Verdict[]; readonly writtenAt: Date }
  | { readonly state: 'replayed'; readonly verdicts: readonly Verdict[]; readonly ids: readonly string[] }
  | { readonly state: 'refused'; readonly refusal: RefusalCode }
  | { readonly state: 'reused' };
