import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Market } from './market.ts';
import { decimalOf, parseDecimal } from './price.ts';
import type { DatedRate, NewRate } from './rate.ts';
import { RatesRepository } from './rates.repository.ts';

const RATE_DECIMALS = 10;

/**
 * Sets the rate of a pair from now on, for both directions; the earlier ones are kept. Refuses `same_currency` and
 * `currency_not_supported`.
 */
@Injectable()
export class SetRate {
  constructor(
    private readonly market: Market,
    private readonly rates: RatesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async execute(wanted: Omit<NewRate, 'createdAt'>): Promise<DatedRate> {
    await this.market.scales(wanted.base, wanted.quote);

    const rate = decimalOf(parseDecimal(wanted.rate), RATE_DECIMALS);
    const createdAt = this.clock.now();
    return this.market.dated(
      await this.transactions.run((tx) => this.rates.append(tx, { ...wanted, rate, createdAt })),
    );
  }
}
