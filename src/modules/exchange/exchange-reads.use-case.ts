import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Exchange } from './exchange.ts';
import { ExchangesRepository } from './exchanges.repository.ts';

const LIST = 'fx-exchanges';

/** A user's exchanges. Refuses `not_found`, also for somebody else's, and `invalid_cursor`. */
@Injectable()
export class ExchangeReads {
  constructor(
    private readonly exchanges: ExchangesRepository,
    private readonly cursors: Cursors,
  ) {}

  async own(userId: string, id: string): Promise<Exchange> {
    const exchange = await this.exchanges.findOwn(userId, id);
    if (!exchange) throw refuse('not_found', 'There is no such exchange');
    return exchange;
  }

  /** Newest first. */
  async list(userId: string, { limit, cursor }: PageQuery): Promise<Page<Exchange>> {
    const filters = { userId };
    const beforeId = this.cursors.decode(LIST, filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.exchanges.ofUser(userId, { beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
