import { Injectable } from '@nestjs/common';
import { Ledger, refusalCode } from '../../ledger/index.ts';
import type { TransferCommand, Verdict } from '../../ledger/core/index.ts';
import { Ids } from '../../shared/ids.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Origin } from '../risk/index.ts';
import { DryRuns, MovementGuard, type TriedResult } from '../wallets/index.ts';
import { movementOf, transferCommand, type WantedTransfer } from './transfer-command.ts';

export interface WantedBatch {
  readonly transfers: readonly WantedTransfer[];
  /** All or none. */
  readonly atomic: boolean;
}

export interface BatchResult {
  readonly index: number;
  readonly status: 'posted' | 'refused';
  readonly transferId?: string;
  readonly code?: RefusalCode;
}

/** What a batch came to, and which of its transfers were posted at this moment. */
interface PostedBatch {
  readonly answer: Replayable<BatchResult[]>;
  readonly posted: readonly string[];
}

/**
 * Moves money many times in one posting, once under the claim. Each transfer gets its own result; an atomic batch is one
 * linked set. A transfer whose wallet is not there, or not the caller's, has the result `not_found`. Refuses
 * `idempotency_key_reused`, and what `MovementGuard.run` refuses: for all of them when it is said of one.
 */
@Injectable()
export class MakeTransferBatch {
  constructor(
    private readonly ledger: Ledger,
    private readonly dryRuns: DryRuns,
    private readonly ids: Ids,
    private readonly guard: MovementGuard,
  ) {}

  async execute(
    userId: string,
    { transfers, atomic }: WantedBatch,
    claim: Claim,
    origin?: Origin,
  ): Promise<Replayable<BatchResult[]>> {
    const commands = this.commands(userId, transfers, atomic);
    const { answer } = await this.guard.run({
      movement: movementOf(userId, commands, origin),
      claim,
      work: () => this.post(commands, claim),
      done: ({ posted }) => posted,
    });
    return answer;
  }

  /** What it would do, a result for each. Refuses nothing. */
  dryRun(userId: string, { transfers, atomic }: WantedBatch): Promise<TriedResult[]> {
    return this.dryRuns.try(userId, this.commands(userId, transfers, atomic));
  }

  private async post(commands: readonly TransferCommand[], claim: Claim): Promise<PostedBatch> {
    const { verdicts, ids, replayed } = await this.ledger.postOnce(claim, commands);
    const results = verdicts.map((verdict, index) => resultOf(verdict, index, ids[index]));
    const isNew = (nth: number): boolean => !replayed && verdicts[nth]?.outcome === 'posted';
    return { answer: replayable(results, replayed), posted: ids.filter((_id, nth) => isNew(nth)) };
  }

  private commands(userId: string, wanted: readonly WantedTransfer[], atomic: boolean): TransferCommand[] {
    const link = atomic ? this.ids.next() : undefined;
    return wanted.map((one) => transferCommand(one, this.ids.next(), userId, link));
  }
}

function resultOf(verdict: Verdict, index: number, transferId: string | undefined): BatchResult {
  if (verdict.outcome === 'refused') return { index, status: 'refused', code: refusalCode(verdict.code) };
  return { index, status: 'posted', transferId };
}
