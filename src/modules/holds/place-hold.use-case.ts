import { Injectable } from '@nestjs/common';
import type { Hold } from '../../ledger/core/index.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { AmountLimits, DryRuns, type TriedResult } from '../wallets/index.ts';
import { HoldPostings } from './hold-postings.ts';
import { HoldTerms, type WantedHold } from './hold-terms.ts';

/**
 * Sets money of a wallet aside, once under the claim.
 * Refuses `not_found`, `same_wallet`, `currency_mismatch`, `insufficient_funds`, `wallet_frozen`, `wallet_closed`,
 * `amount_above_limit`, `validation_failed` and `idempotency_key_reused`.
 */
@Injectable()
export class PlaceHold {
  constructor(
    private readonly postings: HoldPostings,
    private readonly dryRuns: DryRuns,
    private readonly terms: HoldTerms,
    private readonly limits: AmountLimits,
  ) {}

  async execute(userId: string, wanted: WantedHold, claim: Claim): Promise<Replayable<Hold>> {
    const command = this.terms.command(userId, wanted);
    await this.limits.demand([wanted], claim);
    return this.postings.once(claim, command);
  }

  /** What it would do. A refusal of the ledger is a result. Refuses `validation_failed`. */
  async dryRun(userId: string, wanted: WantedHold): Promise<TriedResult[]> {
    return this.dryRuns.try(userId, [this.terms.command(userId, wanted)]);
  }
}
