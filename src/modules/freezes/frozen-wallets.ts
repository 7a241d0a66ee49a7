import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';

/** Anybody's wallets, as those who freeze them find them. */
@Injectable()
export class FrozenWallets {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly clock: Clock,
  ) {}

  /** Refuses `not_found`. */
  async require(walletId: string): Promise<Account> {
    const account = await this.accounts.find(walletId, this.clock.now());
    if (account?.kind !== 'wallet') throw refuse('not_found', 'There is no such wallet');
    return account;
  }
}
