import { Injectable } from '@nestjs/common';
import { AssetsRepository } from '../../ledger/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import { dated, pairOf, type DatedRate, type Rate } from './rate.ts';
import { RatesRepository } from './rates.repository.ts';

/** Which currencies may be exchanged, and at which rate. */
@Injectable()
export class Market {
  constructor(
    private readonly assets: AssetsRepository,
    private readonly rates: RatesRepository,
    private readonly settings: Settings,
  ) {}

  /** The scales of two different currencies that we keep. Refuses `same_currency` and `currency_not_supported`. */
  async scales(one: string, other: string): Promise<readonly [number, number]> {
    if (one === other) throw refuse('same_currency');
    const scales = await this.assets.scales([one, other]);
    const scaleOf = (currency: string): number => {
      const scale = scales.get(currency);
      if (scale === undefined) throw refuse('currency_not_supported', `${currency} is not supported`);
      return scale;
    };
    return [scaleOf(one), scaleOf(other)];
  }

  /** The rate between two currencies at a moment. Refuses `rate_unavailable`: no price is better than one of yesterday. */
  async rate(one: string, other: string, at: Date): Promise<Rate> {
    const newest = await this.rates.newest(pairOf(one, other));
    if (newest === undefined || at.getTime() >= this.dated(newest).validUntil.getTime()) {
      throw refuse('rate_unavailable', `There is no current rate between ${one} and ${other}`);
    }
    return newest;
  }

  dated(rate: Rate): DatedRate {
    return dated(rate, this.settings.get('exchange.rate_max_age_seconds'));
  }
}
