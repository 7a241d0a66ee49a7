import type { Verdict } from './core/index.ts';

/** A posting that would be written. Amounts are credits (+) and debits (-) in minor units. */
export interface DryPosting {
  readonly transferId: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly balanceBefore: bigint;
  readonly balanceAfter: bigint;
}

/** What a batch would do. `available` is how much could leave each account after it; null is without limit. */
export interface DryRun {
  readonly verdicts: readonly Verdict[];
  readonly postings: readonly DryPosting[];
  readonly available: ReadonlyMap<string, bigint | null>;
}
