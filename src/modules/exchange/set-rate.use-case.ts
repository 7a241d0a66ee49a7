import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Market } from './market.ts';
import { decimalOf, parseDecimal } from './price.ts';
import type { DatedRate, NewRate } from './rate.ts';
import { Rates } from './rates.ts';

const RATE_DECIMALS = 10;

/** A rate to set, and whether it is meant to be far from the last one. */
export type WantedRate = Omit<NewRate, 'createdAt'> & { readonly outOfBand: boolean };

/**
 * Sets the rate of a pair from now on, for both directions; the earlier ones are kept. Refuses `same_currency`,
 * `currency_not_supported` and `rate_out_of_band`.
 */
@Injectable()
export class SetRate {
  constructor(
    private readonly market: Market,
    private readonly rates: Rates,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async execute({ outOfBand, ...wanted }: WantedRate): Promise<DatedRate> {
    await this.market.scales(wanted.base, wanted.quote);

    const rate = decimalOf(parseDecimal(wanted.rate), RATE_DECIMALS);
    const createdAt = this.clock.now();
    return this.market.dated(
      await this.transactions.run((tx) => this.rates.set(tx, { ...wanted, rate, createdAt }, outOfBand)),
    );
  }
}
