import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { rateSet } from './exchange.events.ts';
import { demandInBand } from './rate-band.ts';
import { pairOf, type NewRate, type Rate } from './rate.ts';
import { RatesRepository } from './rates.repository.ts';

/** The only way a rate is set: compared with the pair's last one under its lock, kept and announced, in the caller's transaction. */
@Injectable()
export class Rates {
  constructor(
    private readonly repository: RatesRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Refuses `rate_out_of_band`. `outOfBand` says that whoever sets it means to leave the band. */
  async set(tx: Tx, rate: NewRate, outOfBand: boolean): Promise<Rate> {
    const pair = pairOf(rate.base, rate.quote);
    await this.repository.lock(tx, pair);
    demandInBand(await this.repository.newest(pair, tx), rate, outOfBand);
    const kept = await this.repository.append(tx, rate);
    const event = rateSet(pair, kept, outOfBand);
    await this.outbox.append(tx, event);
    await audit.announced(tx, 'exchange', [event]);
    return kept;
  }
}
