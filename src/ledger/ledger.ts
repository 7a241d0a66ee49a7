import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/postgres/index.ts';
import { Clock } from '../shared/clock.ts';
import { Ids } from '../shared/ids.ts';
import { refuse } from '../shared/refusal.ts';
import { AccountsRepository } from './accounts.repository.ts';
import { MAX_BATCH_SIZE, type AccountKind, type LedgerCommand, type Verdict } from './core/index.ts';
import { refusalOf } from './ledger.errors.ts';
import { PostingsRepository } from './postings.repository.ts';

/** Whose account to open: a user, a venue, a provider. `id` is kept for finding accounts by their owner. */
export interface Owner {
  readonly name: string;
  readonly id: string | null;
}

/** Whose key on which route, and with what content. */
export interface LedgerClaim {
  readonly scope: string;
  readonly fingerprint: string;
}

/** What a batch under a claim was answered, now or when it was first posted; `ids` are those of the first. */
export interface PostedOnce {
  readonly ids: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly replayed: boolean;
}

/** The one write path for money. Everything that moves value posts commands here; nothing else changes a balance. */
@Injectable()
export class Ledger {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly postings: PostingsRepository,
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

  /** Posts in a transaction of its own. A verdict per command; a refused one does not fail its neighbours. */
  post(commands: readonly LedgerCommand[]): Promise<Verdict[]> {
    assertBatchSize(commands);
    return this.postings.post(commands, this.clock.now());
  }

  /**
   * Posts in a transaction of its own, once under the claim: a repetition gets the first verdicts, also refusals. Throws
   * `idempotency_key_reused` when the claim was for something else.
   */
  async postOnce(claim: LedgerClaim, commands: readonly LedgerCommand[]): Promise<PostedOnce> {
    assertBatchSize(commands);
    const once = await this.postings.postOnce(claim.scope, claim.fingerprint, commands, this.clock.now());
    if (once.state === 'reused') throw refuse('idempotency_key_reused');
    return { ids: once.ids, verdicts: once.verdicts, replayed: once.state === 'replayed' };
  }

  /** The same for one command whose refusal is thrown. Gives the id that it was first posted under. */
  async demandOnce(claim: LedgerClaim, command: LedgerCommand): Promise<{ id: string; replayed: boolean }> {
    const { ids, verdicts, replayed } = await this.postOnce(claim, [command]);
    const refusal = refusalOf(verdicts);
    if (refusal) throw refusal;
    return { id: ids[0] ?? '', replayed };
  }

  /** Posts inside of the caller's transaction. A verdict per command, for who must write down a refusal and not lose it. */
  postIn(tx: Tx, commands: readonly LedgerCommand[]): Promise<Verdict[]> {
    assertBatchSize(commands);
    return this.postings.postIn(tx, commands, this.clock.now());
  }

  /** Posts inside of the caller's transaction. Throws the first refusal, and with it everything the caller did. */
  async demand(tx: Tx, commands: readonly LedgerCommand[]): Promise<Verdict[]> {
    const verdicts = await this.postIn(tx, commands);
    const refusal = refusalOf(verdicts);
    if (refusal) throw refusal;
    return verdicts;
  }
}

function assertBatchSize(commands: readonly LedgerCommand[]): void {
  if (commands.length > MAX_BATCH_SIZE) throw new RangeError(`a batch holds at most ${MAX_BATCH_SIZE} commands`);
}
