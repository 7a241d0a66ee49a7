import { Injectable } from '@nestjs/common';
import type { Hold } from '../../ledger/core/index.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import type { Origin } from '../risk/index.ts';
import { DryRuns, MovementGuard, type TriedResult } from '../wallets/index.ts';
import { HoldPostings } from './hold-postings.ts';
import { HoldTerms, type WantedHold } from './hold-terms.ts';

/**
 * Sets money of a wallet aside, once under the claim.
 * Refuses `not_found`, `same_wallet`, `currency_mismatch`, `insufficient_funds`, `wallet_frozen`, `wallet_closed`,
 * `validation_failed`, what `MovementGuard.run` refuses, and `idempotency_key_reused`.
 */
@Injectable()
export class PlaceHold {
  constructor(
    private readonly postings: HoldPostings,
    private readonly dryRuns: DryRuns,
    private readonly terms: HoldTerms,
    private readonly guard: MovementGuard,
  ) {}

  async execute(userId: string, wanted: WantedHold, claim: Claim, origin?: Origin): Promise<Replayable<Hold>> {
    const command = this.terms.command(userId, wanted);
    const { id, asset: currency, amount, debit, credit: payee = debit } = command;
    return this.guard.run({
      movement: { ...origin, id, subject: 'hold', userId, parts: [{ id, currency, amount, payee }] },
      claim,
      work: () => this.postings.once(claim, command),
      done: ({ replayed }) => (replayed ? [] : [id]),
    });
  }

  /** What it would do. A refusal of the ledger is a result. Refuses `validation_failed`. */
  async dryRun(userId: string, wanted: WantedHold): Promise<TriedResult[]> {
    return this.dryRuns.try(userId, [this.terms.command(userId, wanted)]);
  }
}
