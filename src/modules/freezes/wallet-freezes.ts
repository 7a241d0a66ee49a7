import { Injectable } from '@nestjs/common';
import { Ledger, type Account } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { type NewOutboxEvent, Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { frozenEvent, unfrozenEvent } from './freeze.events.ts';
import { FreezeRecords } from './freeze-records.ts';
import type { WalletFreeze } from './wallet-freeze.ts';

/** What to do to a freeze, by whom, and why. */
export interface FreezeAct {
  /** The freeze to place, or to let go of. */
  readonly freezeId: string;
  /** Minor units; the whole wallet, or all that is left, when absent. */
  readonly amountMinor?: bigint;
  readonly reason: string;
  readonly by: string;
}

/** The only way a wallet is frozen: the ledger, the record and the news change together, in the caller's transaction. */
@Injectable()
export class WalletFreezes {
  constructor(
    private readonly ledger: Ledger,
    private readonly records: FreezeRecords,
    private readonly outbox: Outbox,
  ) {}

  /** The id of a freeze to come. */
  nextId(): string {
    return this.records.nextId();
  }

  /** A freeze of this wallet. Refuses `not_found`. */
  require(tx: Tx, walletId: string, freezeId: string): Promise<WalletFreeze> {
    return this.records.require(tx, walletId, freezeId);
  }

  /** The id of the wallet's active freeze; undefined when there is none, and when there are several. */
  async onlyActive(walletId: string): Promise<string | undefined> {
    const active = await this.records.list({ accountId: walletId, status: 'active', limit: 1 });
    return active.length === 1 ? active[0]?.id : undefined;
  }

  /** Freezes money of a wallet, or all of it. Refuses what the ledger refuses. */
  async place(
    tx: Tx,
    wallet: Account,
    { freezeId: id, amountMinor: amount, reason, by }: FreezeAct,
  ): Promise<WalletFreeze> {
    const made = { id, account: wallet.id, amount, description: reason, initiatorId: by };
    await this.ledger.demand(tx, [{ op: 'freeze', kind: 'freeze', ...made }]);
    const freeze = await this.records.require(tx, wallet.id, id);
    await this.announce(tx, frozenEvent(wallet, freeze), reason);
    return freeze;
  }

  /** Lets go of a freeze of a wallet, or of a part of it. Refuses `not_found`, and what the ledger refuses. */
  async release(tx: Tx, wallet: Account, { freezeId, amountMinor, reason, by }: FreezeAct): Promise<WalletFreeze> {
    const before = await this.records.lock(tx, wallet.id, freezeId);
    await this.ledger.demand(tx, [{ op: 'unfreeze', freeze: freezeId, amount: amountMinor }]);
    const amount = before.amount === null ? null : (amountMinor ?? before.amount - before.released);
    const sequence = (before.lastRelease?.sequence ?? 0) + 1;
    await this.records.noteRelease(tx, { freezeId, sequence, amount, reason, releasedBy: by });
    const after = await this.records.require(tx, wallet.id, freezeId);
    await this.announce(tx, unfrozenEvent(wallet, after, amount), reason);
    return after;
  }

  private async announce(tx: Tx, event: NewOutboxEvent, reason: string): Promise<void> {
    await this.outbox.append(tx, event);
    const { type: action, aggregateId: subjectId, payload: after } = event;
    await audit.record(tx, { service: 'freezes', action, subjectId, reason, after });
  }
}
