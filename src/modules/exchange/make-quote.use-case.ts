import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { amountsOf, type WantedDeal } from './deal.ts';
import { Market } from './market.ts';
import { decimalOf, priceOf } from './price.ts';
import type { Quote } from './quote.ts';
import { Quotes } from './quotes.ts';

/** Enough for the smallest rate and the largest spread to show. */
const SHOWN_DECIMALS = 12;

/**
 * Prices a deal and keeps the price for the user. Refuses `same_currency`, `currency_not_supported`, `rate_unavailable`, `same_person`
 * (who set the rate) and `amount_invalid`.
 */
@Injectable()
export class MakeQuote {
  constructor(
    private readonly market: Market,
    private readonly quotes: Quotes,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async execute(userId: string, wanted: WantedDeal): Promise<Quote> {
    const { sellCurrency, buyCurrency } = wanted;
    const [sellScale, buyScale] = await this.market.scales(sellCurrency, buyCurrency);
    const at = this.clock.now();
    const market = await this.market.rate(sellCurrency, buyCurrency, at);
    if (market.setBy === userId) throw refuse('same_person', 'Nobody gets a quote at a rate that they set');
    const price = priceOf(market, { sellCurrency, sellScale, buyScale });
    const { id: rateId, spreadBasisPoints } = market;
    const terms = { rateId, rate: decimalOf(price.perUnit, SHOWN_DECIMALS), spreadBasisPoints };
    const deal = { userId, sellCurrency, buyCurrency, ...amountsOf(wanted, price), ...terms };

    return this.transactions.run((tx) => this.quotes.keep(tx, deal, at));
  }
}
