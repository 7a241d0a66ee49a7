import { Injectable } from '@nestjs/common';
import type { TransferCommand } from '../../ledger/core/index.ts';
import { Ledger } from '../../ledger/index.ts';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { exchangeCompleted } from './exchange.events.ts';
import type { Exchange } from './exchange.ts';
import { ExchangesRepository } from './exchanges.repository.ts';
import type { Quote } from './quote.ts';
import { Quotes } from './quotes.ts';

/** A wallet as far as an exchange minds it. */
export interface ExchangedWallet {
  readonly id: string;
  readonly asset: string;
}

export interface WantedExchange {
  readonly id: string;
  readonly userId: string;
  readonly quoteId: string;
  readonly from: ExchangedWallet;
  readonly to: ExchangedWallet;
}

/** Turns quotes into money moved. Its locks: the quote first, then the ledger's accounts. */
@Injectable()
export class Exchanges {
  constructor(
    private readonly quotes: Quotes,
    private readonly repository: ExchangesRepository,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
  ) {}

  /** An exchange's id is also the link of its two transfers. */
  newId(): string {
    return this.ledger.newTransferId();
  }

  async require(tx: Tx, userId: string, id: string): Promise<Exchange> {
    const exchange = await this.repository.findOwn(userId, id, tx);
    if (!exchange) throw refuse('not_found', 'There is no such exchange');
    return exchange;
  }

  /**
   * Uses the quote up, moves both amounts, and announces it. The wallets are the user's. Refuses `not_found`, `quote_used`,
   * `quote_expired`, `currency_mismatch`, and what the ledger refuses.
   */
  async make(tx: Tx, { id, userId, quoteId, from, to }: WantedExchange): Promise<Exchange> {
    const quote = await this.quotes.use(tx, userId, quoteId);
    if (from.asset !== quote.sellCurrency || to.asset !== quote.buyCurrency) {
      throw refuse('currency_mismatch', `This quote sells ${quote.sellCurrency} and buys ${quote.buyCurrency}`);
    }
    const [sellTransferId, buyTransferId] = [this.ledger.newTransferId(), this.ledger.newTransferId()];
    const parties = { fromWalletId: from.id, toWalletId: to.id, sellTransferId, buyTransferId };
    const exchange = { id, userId, quote, ...parties, createdAt: quote.usedAt };
    await this.post(tx, exchange);
    await this.repository.insert(tx, exchange);
    const event = exchangeCompleted(exchange);
    await this.outbox.append(tx, event);
    await audit.announced(tx, 'exchange', [event], sellTransferId);
    return exchange;
  }

  private async post(tx: Tx, exchange: Exchange): Promise<void> {
    const { id: link, userId: initiatorId, quote, fromWalletId, toWalletId } = exchange;
    const liquidity = await this.liquidity(tx, quote);
    const common = { op: 'transfer', link, reference: link, initiatorId } as const;
    const sell: TransferCommand = {
      ...{ ...common, kind: 'fx-sell', id: exchange.sellTransferId },
      ...{ debit: fromWalletId, credit: liquidity.sell, amount: quote.sellAmount, asset: quote.sellCurrency },
    };
    const buy: TransferCommand = {
      ...{ ...common, kind: 'fx-buy', id: exchange.buyTransferId },
      ...{ debit: liquidity.buy, credit: toWalletId, amount: quote.buyAmount, asset: quote.buyCurrency },
    };
    await this.ledger.demand(tx, [sell, buy]);
  }

  // In one order, whichever is sold: two exchanges that open the same accounts must not wait for each other.
  private async liquidity(tx: Tx, { sellCurrency, buyCurrency }: Quote): Promise<{ sell: string; buy: string }> {
    const [first, second] = sellCurrency < buyCurrency ? [sellCurrency, buyCurrency] : [buyCurrency, sellCurrency];
    const { id: firstId } = await this.ledger.openAccount(tx, 'fx-liquidity', first);
    const { id: secondId } = await this.ledger.openAccount(tx, 'fx-liquidity', second);
    return first === sellCurrency ? { sell: firstId, buy: secondId } : { sell: secondId, buy: firstId };
  }
}
