import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';

/** Wallets as those who correct them may touch them: anybody's but their own. */
@Injectable()
export class AdjustedWallets {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly clock: Clock,
  ) {}

  /** Refuses `not_found`, and `forbidden` for a wallet of the person's own. */
  async require(personId: string, walletId: string): Promise<Account> {
    const wallet = await this.accounts.find(walletId, this.clock.now());
    if (wallet?.kind !== 'wallet') throw refuse('not_found', 'There is no such wallet');
    if (wallet.ownerId === personId) throw refuse('forbidden', 'Nobody adjusts a wallet of their own');
    return wallet;
  }
}
