import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { asSystem, type Tx } from '../../platform/postgres/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { Page } from '../../shared/page.ts';
import { refuse, type Refusal } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';

/** Wallets as other modules see them: ledger accounts of the kind `wallet`. For who may read the books, any account. */
@Injectable()
export class Wallets {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
    private readonly users: Users,
  ) {}

  /** The user's own wallet. Refuses `not_found`, also when it is somebody else's. */
  async owned(userId: string, walletId: string): Promise<Account> {
    const wallet = await this.require(walletId);
    if (wallet.ownerId !== userId) throw noSuchWallet();
    return wallet;
  }

  /** Anybody's wallet. Reads outside of every transaction unless one is given. Refuses `not_found`. */
  async require(walletId: string, tx?: Tx): Promise<Account> {
    const account = await this.accounts.find(walletId, this.clock.now(), tx);
    if (account?.kind !== 'wallet') throw noSuchWallet();
    return account;
  }

  /** Any account of the ledger, a wallet or not. Refuses `not_found`. */
  async anyAccount(accountId: string): Promise<Account> {
    const account = await this.accounts.find(accountId, this.clock.now());
    if (!account) throw refuse('not_found', 'There is no such account');
    return account;
  }

  /** Wallets by id: those that must be the user's own, and others that must only exist. Refuses `not_found`. */
  async ownedAll(
    userId: string,
    ownIds: readonly string[],
    otherIds: readonly string[],
  ): Promise<Map<string, Account>> {
    const ids = [...new Set([...ownIds, ...otherIds])];
    const found = await asSystem('payee', () => this.accounts.findMany(ids, this.clock.now()));
    const wallets = new Map(found.filter(({ kind }) => kind === 'wallet').map((account) => [account.id, account]));
    const missing = ownIds.some((id) => wallets.get(id)?.ownerId !== userId) || otherIds.some((id) => !wallets.has(id));
    if (missing) throw noSuchWallet();
    return wallets;
  }

  /** The user's wallets, oldest first. Refuses `invalid_cursor`. */
  async page(userId: string, query: PageQuery): Promise<Page<Account>> {
    const keyOf = ({ createdAt, id }: Account): string => `${createdAt.toISOString()} ${id}`;
    return this.cursors.pageOf(
      { name: 'wallets', filters: { userId }, items: await this.ofUser(userId), keyOf },
      query,
    );
  }

  /** Keeps the person's account, and with it their wallets, from being closed until the transaction ends. Refuses `not_found` when it was. */
  async keepOwner(tx: Tx, userId: string): Promise<void> {
    await this.users.lock(tx, userId);
  }

  ofUser(userId: string): Promise<Account[]> {
    return this.accounts.findByOwner(userId, 'wallet', this.clock.now());
  }
}

// Word for word the same for a wallet that is not there and for somebody else's.
function noSuchWallet(): Refusal {
  return refuse('not_found', 'There is no such wallet');
}
