import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { Wallets } from '../wallets/index.ts';
import type { Exchange } from './exchange.ts';
import { Exchanges } from './exchanges.ts';

export interface ExchangeCommand {
  readonly userId: string;
  readonly quoteId: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
}

/**
 * Exchanges at the price of a quote, between two wallets of the user's, all or nothing, once under the claim. Refuses `not_found`,
 * `quote_used`, `quote_expired`, `currency_mismatch`, `insufficient_funds`, `wallet_frozen`, `wallet_closed`,
 * `balance_limit_exceeded` and `idempotency_key_reused`.
 */
@Injectable()
export class ExchangeCurrency {
  constructor(
    private readonly wallets: Wallets,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly exchanges: Exchanges,
  ) {}

  async execute(command: ExchangeCommand, claim: Claim | undefined): Promise<Replayable<Exchange>> {
    const { userId, quoteId, fromWalletId, toWalletId } = command;
    // A wallet stays its owner's and keeps its currency, so this holds in the transaction too.
    const wallets = await this.wallets.ownedAll(userId, [fromWalletId, toWalletId], []);
    const [from, to] = [wallets.get(fromWalletId), wallets.get(toWalletId)];
    if (!from || !to) throw refuse('not_found', 'There is no such wallet');

    return this.transactions.run(async (tx) => {
      const id = this.exchanges.newId();
      const earlier = await this.claims.take(tx, claim, id);
      if (earlier !== undefined) return replayable(await this.exchanges.require(tx, userId, earlier), true);
      return replayable(await this.exchanges.make(tx, { id, userId, quoteId, from, to }), false);
    });
  }
}
