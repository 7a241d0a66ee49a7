import { Injectable } from '@nestjs/common';
import { signOf } from '../../ledger/core/index.ts';
import { EntriesRepository, type Account, type BalanceClock, type KindedEntry } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { Clock } from '../../shared/clock.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Wallets } from './wallets.ts';

export interface EntriesQuery {
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface BalanceAsOf {
  readonly walletId: string;
  readonly currency: string;
  readonly balance: bigint;
  readonly asOf: Date;
  readonly clock: BalanceClock;
}

const LIST = 'wallet-entries';

/** What happened in a wallet: its entries, and its balance at any moment. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class WalletHistory {
  constructor(
    private readonly wallets: Wallets,
    private readonly entries: EntriesRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  /** Entries, newest first. */
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

  /** The balance at a moment, by when transfers took effect or by when they were recorded; now when no moment is given. */
  async balanceOf(userId: string, walletId: string, clock: BalanceClock, asOf?: Date): Promise<BalanceAsOf> {
    const wallet = await this.wallets.owned(userId, walletId);
    if (!asOf)
      return { walletId, currency: wallet.asset, balance: wallet.balances.posted, asOf: this.clock.now(), clock };
    const posted = await this.entries.postedAsOf(walletId, asOf, clock);
    return { walletId, currency: wallet.asset, balance: signOf(wallet.normalSide) * posted, asOf, clock };
  }
}
