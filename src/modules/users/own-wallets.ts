import { Injectable } from '@nestjs/common';
import { AccountsRepository } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';

/** What a person still has in the books, and owes. */
@Injectable()
export class OwnWallets {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Refuses `money_owed` and `wallet_not_empty`. What comes in later stays in the wallet: nobody loses it, and support can send
   * it back.
   */
  async demandSettled(ownerId: string): Promise<void> {
    const now = this.clock.now();
    const owed = await this.accounts.findByOwner(ownerId, 'receivable', now);
    if (owed.some(({ posted }) => posted !== 0n)) throw refuse('money_owed');
    const wallets = await this.accounts.findByOwner(ownerId, 'wallet', now);
    const holds = wallets.some(
      ({ posted, pendingDebits, pendingCredits }) => posted !== 0n || pendingDebits !== 0n || pendingCredits !== 0n,
    );
    if (holds) throw refuse('wallet_not_empty');
  }
}
