import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { Wallets } from '../wallets/index.ts';

/** Which accounts may be watched by whom. */
@Injectable()
export class WatchableAccounts {
  constructor(
    private readonly wallets: Wallets,
    private readonly accounts: AccountsRepository,
    private readonly clock: Clock,
  ) {}

  /** Refuses `not_found`, also when the wallet is somebody else's. */
  ownWallet(userId: string, walletId: string): Promise<Account> {
    return this.wallets.owned(userId, walletId);
  }

  /** Refuses `not_found`. */
  async any(accountId: string): Promise<Account> {
    const account = await this.accounts.find(accountId, this.clock.now());
    if (!account) throw refuse('not_found', 'There is no such account');
    return account;
  }
}
