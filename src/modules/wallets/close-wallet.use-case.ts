import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';

/** Closes an empty wallet. Refuses `not_found`, `stale_version`, `wallet_closed`, `wallet_frozen` and `wallet_not_empty`. */
@Injectable()
export class CloseWallet {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: AccountsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  execute(userId: string, walletId: string, expectedVersion?: bigint): Promise<Account> {
    return this.transactions.run(async (tx) => {
      const wallet = await this.accounts.lock(tx, walletId, this.clock.now());
      if (wallet?.kind !== 'wallet' || wallet.ownerId !== userId) throw refuse('not_found', 'There is no such wallet');
      if (expectedVersion !== undefined && wallet.version !== expectedVersion) throw refuse('stale_version');
      if (wallet.status === 'closed') throw refuse('wallet_closed');
      if (wallet.status === 'frozen') throw refuse('wallet_frozen');
      // What others hold in its favour does not keep it open: it comes to nothing when they try to capture it.
      const { posted, pendingOut } = wallet.balances;
      if (posted !== 0n || pendingOut !== 0n) throw refuse('wallet_not_empty');

      await this.accounts.setStatus(tx, walletId, 'closed', this.clock.now());
      await this.outbox.append(tx, { type: 'wallet.closed', aggregateId: walletId, payload: { userId } });
      const [before, after] = [{ status: wallet.status }, { status: 'closed' }];
      await audit.record(tx, { service: 'wallets', action: 'wallet.closed', subjectId: walletId, before, after });
      return { ...wallet, status: 'closed' };
    });
  }
}
