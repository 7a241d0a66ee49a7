import { Injectable } from '@nestjs/common';
import type { Hold, HoldCommand } from '../../ledger/core/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { DryRuns, type TriedResult } from '../wallets/index.ts';
import { PLAIN_HOLD } from './hold-access.ts';
import { HoldPostings } from './hold-postings.ts';

export interface WantedHold {
  readonly walletId: string;
  readonly toWalletId?: string;
  readonly amount: number;
  readonly currency: string;
  readonly expiresInSeconds: number;
  readonly description?: string;
}

/**
 * Sets money of a wallet aside, once under the claim.
 * Refuses `not_found`, `same_wallet`, `currency_mismatch`, `insufficient_funds`, `wallet_frozen`, `wallet_closed` and
 * `idempotency_key_reused`.
 */
@Injectable()
export class PlaceHold {
  constructor(
    private readonly postings: HoldPostings,
    private readonly dryRuns: DryRuns,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  execute(userId: string, wanted: WantedHold, claim: Claim): Promise<Replayable<Hold>> {
    return this.postings.once(claim, this.command(userId, wanted));
  }

  /** What it would do. Refuses nothing: a refusal is a result. */
  dryRun(userId: string, wanted: WantedHold): Promise<TriedResult[]> {
    return this.dryRuns.try(userId, [this.command(userId, wanted)]);
  }

  private command(userId: string, wanted: WantedHold): HoldCommand {
    const { walletId: debit, toWalletId: credit, amount, currency: asset, description } = wanted;
    const expiresAt = new Date(this.clock.now().getTime() + wanted.expiresInSeconds * 1000);
    const made = { id: this.ids.next(), kind: PLAIN_HOLD, initiatorId: userId, description };
    const parties = { debit, credit, owner: userId };
    return { op: 'hold', ...made, ...parties, amount: BigInt(amount), asset, expiresAt };
  }
}
