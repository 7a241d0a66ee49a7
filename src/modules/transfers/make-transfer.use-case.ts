import { Injectable } from '@nestjs/common';
import type { Transfer } from '../../ledger/core/index.ts';
import { Ids } from '../../shared/ids.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import type { Origin } from '../risk/index.ts';
import { DryRuns, MovementGuard, type TriedResult } from '../wallets/index.ts';
import { TransferPostings } from './transfer-postings.ts';
import { movementOf, transferCommand, type WantedTransfer } from './transfer-command.ts';

/**
 * Moves money from a wallet of the caller's to another wallet, once under the claim.
 * Refuses `not_found`, `same_wallet`, `currency_mismatch`, `insufficient_funds`, `wallet_frozen`, `wallet_closed`,
 * `effective_at_in_future`, `balance_limit_exceeded`, what `MovementGuard.run` refuses, `exists_with_different_content` and `idempotency_key_reused`.
 */
@Injectable()
export class MakeTransfer {
  constructor(
    private readonly postings: TransferPostings,
    private readonly dryRuns: DryRuns,
    private readonly ids: Ids,
    private readonly guard: MovementGuard,
  ) {}

  async execute(userId: string, wanted: WantedTransfer, claim: Claim, origin?: Origin): Promise<Replayable<Transfer>> {
    const command = transferCommand(wanted, this.ids.next(), userId);
    const { answer } = await this.guard.run({
      movement: movementOf(userId, [command], origin),
      claim,
      work: () => this.postings.once(claim, command),
      done: ({ isNew }) => (isNew ? [command.id] : []),
    });
    return answer;
  }

  /** What it would do. Refuses nothing: a refusal is a result. */
  dryRun(userId: string, wanted: WantedTransfer): Promise<TriedResult[]> {
    return this.dryRuns.try(userId, [transferCommand(wanted, this.ids.next(), userId)]);
  }
}
