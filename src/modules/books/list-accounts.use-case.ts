import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import { pageOf, type Page } from '../../shared/page.ts';

export interface AccountsQuery {
  readonly code?: string;
  readonly kind?: string;
  readonly ownerId?: string;
  readonly asset?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const LIST = 'ledger-accounts';

/** The ledger's accounts as they stand, by code. Refuses `invalid_cursor`. */
@Injectable()
export class ListAccounts {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async execute({ limit, cursor, ...filters }: AccountsQuery): Promise<Page<Account>> {
    const after = this.cursors.decode(LIST, filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.accounts.list({ ...filters, after, limit }, this.clock.now()), limit);
    const last = rows.at(-1);
    return {
      data: rows,
      hasMore,
      nextCursor: hasMore && last ? this.cursors.encode(LIST, filters, [last.code]) : null,
    };
  }
}
