import { Injectable } from '@nestjs/common';
import { EntriesRepository, type Account, type KindedEntry } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Wallets } from './wallets.ts';

export interface EntriesQuery {
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const LIST = 'wallet-entries';

/** What happened in a wallet: its entries. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class WalletHistory {
  constructor(
    private readonly wallets: Wallets,
    private readonly entries: EntriesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. */
  async entriesOf(
    userId: string,
    walletId: string,
    query: EntriesQuery,
  ): Promise<{ wallet: Account; page: Page<KindedEntry> }> {
    const wallet = await this.wallets.owned(userId, walletId);
    const filters = { walletId, from: query.from, to: query.to };
    const position = this.cursors.decode(LIST, filters, query.cursor);
    const found = await this.entries.entries(walletId, {
      from: query.from ? new Date(query.from) : undefined,
      to: query.to ? new Date(query.to) : undefined,
      before: position?.[0] ? BigInt(position[0]) : undefined,
      limit: query.limit,
    });
    const { rows, hasMore } = pageOf(found, query.limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, filters, [String(last.version)]) : null;
    return { wallet, page: { data: rows, hasMore, nextCursor } };
  }
}
