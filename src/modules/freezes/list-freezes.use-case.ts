import { Injectable } from '@nestjs/common';
import type { FreezeStatus } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Wallets } from '../wallets/index.ts';
import { FreezeRecords } from './freeze-records.ts';
import type { WalletFreeze } from './wallet-freeze.ts';

const LIST = 'freezes';

export interface FreezesQuery {
  readonly status?: FreezeStatus;
  readonly limit: number;
  readonly cursor?: string;
}

/** The freezes of a wallet, newest first. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class ListFreezes {
  constructor(
    private readonly wallets: Wallets,
    private readonly records: FreezeRecords,
    private readonly cursors: Cursors,
  ) {}

  async execute(walletId: string, { status, limit, cursor }: FreezesQuery): Promise<Page<WalletFreeze>> {
    await this.wallets.require(walletId);
    const filters = { walletId, status };
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const found = await this.records.list({ accountId: walletId, status, beforeId, limit });
    const { rows, hasMore } = pageOf(found, limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null };
  }
}
