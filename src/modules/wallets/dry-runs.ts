import { Injectable } from '@nestjs/common';
import type { HoldCommand, ReversalCommand, TransferCommand, Verdict } from '../../ledger/core/index.ts';
import { Ledger, refusalCode, type DryRun } from '../../ledger/index.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { AmountLimits } from './amount-limits.ts';
import { Wallets } from './wallets.ts';

/** What a person may try out. */
export type TriedCommand = TransferCommand | ReversalCommand | HoldCommand;

/** What a command would do to one wallet. Amounts are minor units; balances are there for wallets of one's own. */
export interface TriedPosting {
  readonly walletId: string;
  /** Positive comes in, negative goes out; zero for a hold, which moves nothing. */
  readonly amount: bigint;
  readonly balanceBefore?: bigint;
  readonly balanceAfter?: bigint;
  /** What may be spent when all of the commands were done. */
  readonly availableAfter?: bigint;
}

export interface TriedResult {
  readonly index: number;
  readonly status: 'posted' | 'refused';
  readonly code?: RefusalCode;
  readonly postings: readonly TriedPosting[];
}

/** Says what commands would do, as their maker may see it, with nothing done. */
@Injectable()
export class DryRuns {
  constructor(
    private readonly ledger: Ledger,
    private readonly wallets: Wallets,
    private readonly limits: AmountLimits,
  ) {}

  async try(userId: string, commands: readonly TriedCommand[]): Promise<TriedResult[]> {
    const run = await this.ledger.dryRun(commands);
    const own = new Set((await this.wallets.ofUser(userId)).map(({ id }) => id));
    return commands.map((command, index) => {
      const code = this.refusalBefore(command);
      if (code) return { index, status: 'refused', code, postings: [] };
      return resultOf(index, run.verdicts[index], postingsOf(command, run, own));
    });
  }

  // What is refused before the ledger is asked.
  private refusalBefore(command: TriedCommand): RefusalCode | undefined {
    if (command.op === 'reversal') return undefined;
    return this.limits.refusalOf({ currency: command.asset, amount: command.amount })?.code;
  }
}

function resultOf(index: number, verdict: Verdict | undefined, postings: readonly TriedPosting[]): TriedResult {
  if (!verdict) throw new Error('the ledger gave no verdict on a dry run');
  if (verdict.outcome === 'refused') return { index, status: 'refused', code: refusalCode(verdict.code), postings: [] };
  // What exists was posted before: nothing more would be.
  return { index, status: 'posted', postings: verdict.outcome === 'exists' ? [] : postings };
}

function postingsOf(command: TriedCommand, run: DryRun, own: ReadonlySet<string>): TriedPosting[] {
  const availableAfter = (walletId: string) => ({ availableAfter: run.available.get(walletId) ?? undefined });
  if (command.op === 'hold') return [{ walletId: command.debit, amount: 0n, ...availableAfter(command.debit) }];
  const postings = run.postings.filter(({ transferId }) => transferId === command.id);
  return postings
    .sort((a, b) => (a.amount < b.amount ? -1 : 1))
    .map(({ accountId: walletId, amount, balanceBefore, balanceAfter }) => {
      if (!own.has(walletId)) return { walletId, amount };
      return { walletId, amount, balanceBefore, balanceAfter, ...availableAfter(walletId) };
    });
}
