import { Injectable } from '@nestjs/common';
import { Ledger, type Account } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Wallets } from './wallets.ts';

/** Opens a wallet in a currency, or one that was closed again. Refuses `currency_not_supported`, `wallet_exists` when the user has one, and `not_found` when they have closed their account. */
@Injectable()
export class OpenWallet {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: Ledger,
    private readonly wallets: Wallets,
    private readonly outbox: Outbox,
  ) {}

  async execute(userId: string, currency: string): Promise<Account> {
    if (!(await this.ledger.supports(currency))) throw refuse('currency_not_supported', `${currency} is not supported`);

    const id = await this.transactions.run(async (tx) => {
      // A wallet that is opened after its owner has left would be nobody's.
      await this.wallets.keepOwner(tx, userId);
      const wallet = await this.ledger.openAccount(tx, 'wallet', currency, { name: userId, id: userId });
      const opened = wallet.opened || (await this.ledger.reopenAccount(tx, wallet.id));
      if (!opened) throw refuse('wallet_exists', `You have a wallet in ${currency}`);
      await this.outbox.append(tx, { type: 'wallet.opened', aggregateId: wallet.id, payload: { userId, currency } });
      const after = { currency, status: 'open', reopened: !wallet.opened };
      await audit.record(tx, { service: 'wallets', action: 'wallet.opened', subjectId: wallet.id, after });
      return wallet.id;
    });
    return this.wallets.owned(userId, id);
  }
}
