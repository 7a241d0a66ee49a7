import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Market } from './market.ts';
import { pairOf, type DatedRate } from './rate.ts';
import { RatesRepository } from './rates.repository.ts';

const IN_FORCE = 'fx-rates';
const HISTORY = 'fx-rate-history';

/** The rates that were set. Refuses `invalid_cursor`. */
@Injectable()
export class RateReads {
  constructor(
    private readonly rates: RatesRepository,
    private readonly cursors: Cursors,
    private readonly market: Market,
  ) {}

  /** The newest of each pair, by pair. */
  async newestOfEach(query: PageQuery): Promise<Page<DatedRate>> {
    const items = await this.rates.newestOfEach();
    const page = this.cursors.pageOf({ name: IN_FORCE, filters: {}, items, keyOf: ({ pair }) => pair }, query);
    return { ...page, data: page.data.map((rate) => this.market.dated(rate)) };
  }

  /** All of one pair, in either direction, newest first. */
  async history(one: string, other: string, { limit, cursor }: PageQuery): Promise<Page<DatedRate>> {
    const pair = pairOf(one, other);
    const position = this.cursors.decode(HISTORY, { pair }, cursor)?.[0];
    const beforeId = position === undefined ? undefined : BigInt(position);
    const { rows, hasMore } = pageOf(await this.rates.history(pair, { beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(HISTORY, { pair }, [last.id.toString()]) : null;
    return { data: rows.map((rate) => this.market.dated(rate)), hasMore, nextCursor };
  }
}
