import { Injectable } from '@nestjs/common';
import { currentAuthor } from '../platform/audit/index.ts';
import type { Tx } from '../platform/postgres/index.ts';
import { Clock } from '../shared/clock.ts';
import { Ids } from '../shared/ids.ts';
import { refuse } from '../shared/refusal.ts';
import { AccountsRepository } from './accounts.repository.ts';
import { MAX_BATCH_SIZE, type AccountKind, type LedgerCommand, type Verdict } from './core/index.ts';
import { refusalOf } from './ledger.errors.ts';
import type { DryRun } from './dry-run.ts';
import type { LedgerClaim, PostItem, Posted } from './post-item.ts';
import { Poster } from './poster.ts';

/** Whose account to open: a user, a venue, a provider. `id` is kept for finding accounts by their owner. */
export interface Owner {
  readonly name: string;
  readonly id: string | null;
}

/** What a batch under a claim was answered, now or when it was first posted; `ids` are those of the first. */
export interface PostedOnce {
  readonly ids: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly replayed: boolean;
  /** The created_at of what was posted now; undefined when it is a repetition. */
  readonly writtenAt?: Date;
}

/** One command that was posted, or had been. */
export interface DemandedOnce {
  readonly id: string;
  readonly replayed: boolean;
  /** The created_at of what was posted now; undefined when it was there already. */
  readonly writtenAt?: Date;
}

/** The one write path for money. Everything that moves value posts commands here; nothing else changes a balance. */
@Injectable()
export class Ledger {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly poster: Poster,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Whether the ledger keeps this asset. */
  supports(asset: string): Promise<boolean> {
    return this.accounts.hasAsset(asset);
  }

  /** An id for a transfer that nobody outside chooses. */
  newTransferId(): string {
    return this.ids.next();
  }

  /** Opens an account, or finds the one of this kind, owner and asset. */
  openAccount(tx: Tx, kind: AccountKind, asset: string, owner?: Owner): Promise<{ id: string; opened: boolean }> {
    const account = { id: this.ids.next(), kind, asset, owner: owner?.name ?? null, ownerId: owner?.id ?? null };
    return this.accounts.open(tx, account, this.clock.now());
  }

  /** Opens a closed account again. Returns whether it was closed. */
  reopenAccount(tx: Tx, id: string): Promise<boolean> {
    return this.accounts.reopen(tx, id);
  }

  /**
   * Posts in a transaction shared with whoever posts at the same moment, and answers after its commit. A verdict per command;
   * a refused one does not fail its neighbours. Throws `ledger_busy`.
   */
  async post(commands: readonly LedgerCommand[]): Promise<readonly Verdict[]> {
    return (await this.postItem({ commands })).verdicts;
  }

  /**
   * The same, once under the claim: a repetition gets the first verdicts, also refusals. Throws `idempotency_key_reused` when
   * the claim was for something else, and what was refused under it before the ledger was asked.
   */
  async postOnce(claim: LedgerClaim, commands: readonly LedgerCommand[]): Promise<PostedOnce> {
    const posted = await this.postItem({ claim, commands });
    if (posted.state === 'replayed') return { ids: posted.ids, verdicts: posted.verdicts, replayed: true };
    const { verdicts, writtenAt } = posted;
    return {
      ids: commands.map((command) => ('id' in command ? command.id : '')),
      verdicts,
      replayed: false,
      writtenAt,
    };
  }

  /** The same for one command whose refusal is thrown. Gives the id that it was first posted under. */
  async demandOnce(claim: LedgerClaim, command: LedgerCommand): Promise<DemandedOnce> {
    const { ids, verdicts, replayed, writtenAt } = await this.postOnce(claim, [command]);
    const refusal = refusalOf(verdicts);
    if (refusal) throw refusal;
    const isNew = verdicts[0]?.outcome === 'posted';
    return { id: ids[0] ?? '', replayed, writtenAt: isNew ? writtenAt : undefined };
  }

  /** Posts inside of the caller's transaction. A verdict per command, for who must write down a refusal and not lose it. */
  postIn(tx: Tx, commands: readonly LedgerCommand[]): Promise<Verdict[]> {
    assertBatchSize(commands);
    return this.poster.postIn(tx, commands);
  }

  /** Posts inside of the caller's transaction. Throws the first refusal, and with it everything the caller did. */
  async demand(tx: Tx, commands: readonly LedgerCommand[]): Promise<readonly Verdict[]> {
    const verdicts = await this.postIn(tx, commands);
    const refusal = refusalOf(verdicts);
    if (refusal) throw refusal;
    return verdicts;
  }

  /** What the commands would do, all of it, with nothing done. */
  dryRun(commands: readonly LedgerCommand[]): Promise<DryRun> {
    assertBatchSize(commands);
    return this.poster.dryRun(commands);
  }

  private async postItem(item: PostItem): Promise<Extract<Posted, { verdicts: unknown }>> {
    assertBatchSize(item.commands);
    const posted = await this.poster.post({ ...item, author: currentAuthor() });
    if (posted.state === 'reused') throw refuse('idempotency_key_reused');
    if (posted.state === 'refused') throw refuse(posted.refusal);
    return posted;
  }
}

function assertBatchSize(commands: readonly LedgerCommand[]): void {
  if (commands.length === 0 || commands.length > MAX_BATCH_SIZE)
    throw new RangeError(`a batch holds 1 to ${MAX_BATCH_SIZE} commands`);
}
