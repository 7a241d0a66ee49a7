import { Injectable } from '@nestjs/common';
import { Ledger, refusalCode } from '../../ledger/index.ts';
import type { TransferCommand, Verdict } from '../../ledger/core/index.ts';
import { Ids } from '../../shared/ids.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { AmountLimits, DryRuns, type TriedResult } from '../wallets/index.ts';
import { transferCommand, type WantedTransfer } from './transfer-command.ts';

export interface BatchResult {
  readonly index: number;
  readonly status: 'posted' | 'refused';
  readonly transferId?: string;
  readonly code?: RefusalCode;
}

/**
 * Moves money many times in one posting, once under the claim. Each transfer gets its own result; an atomic batch is one
 * linked set. A transfer whose wallet is not there, or not the caller's, has the result `not_found`. Refuses
 * `idempotency_key_reused`, and `amount_above_limit` for all of them when it is said of one.
 */
@Injectable()
export class MakeTransferBatch {
  constructor(
    private readonly ledger: Ledger,
    private readonly dryRuns: DryRuns,
    private readonly ids: Ids,
    private readonly limits: AmountLimits,
  ) {}

  async execute(
    userId: string,
    wanted: readonly WantedTransfer[],
    atomic: boolean,
    claim: Claim,
  ): Promise<Replayable<BatchResult[]>> {
    await this.limits.demand(wanted, claim);
    const once = await this.ledger.postOnce(claim, this.commands(userId, wanted, atomic));
    const results = once.verdicts.map((verdict, index) => resultOf(verdict, index, once.ids[index]));
    return replayable(results, once.replayed);
  }

  /** What it would do, a result for each. Refuses nothing. */
  dryRun(userId: string, wanted: readonly WantedTransfer[], atomic: boolean): Promise<TriedResult[]> {
    return this.dryRuns.try(userId, this.commands(userId, wanted, atomic));
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
