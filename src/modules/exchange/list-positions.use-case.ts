import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import { pageOf, type Page } from '../../shared/page.ts';

const LIST = 'fx-positions';

/** What exchanges have left us with, per currency: the liquidity accounts, by code. Refuses `invalid_cursor`. */
@Injectable()
export class ListPositions {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async execute({ limit, cursor }: PageQuery): Promise<Page<Account>> {
    const after = this.cursors.decode(LIST, {}, cursor)?.[0];
    const found = await this.accounts.list({ kind: 'fx-liquidity', after, limit }, this.clock.now());
    const { rows, hasMore } = pageOf(found, limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, {}, [last.code]) : null };
  }
}
