import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Wallets } from '../wallets/index.ts';
import type { Monitor } from './monitor.ts';
import { MonitorsRepository } from './monitors.repository.ts';

const LIST = 'monitors';

/** Monitors, newest first. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class ListMonitors {
  constructor(
    private readonly monitors: MonitorsRepository,
    private readonly wallets: Wallets,
    private readonly cursors: Cursors,
  ) {}

  /** The user's own on a wallet of theirs. */
  async ofUser(userId: string, walletId: string, query: PageQuery): Promise<Page<Monitor>> {
    await this.wallets.owned(userId, walletId);
    return this.list(userId, walletId, query);
  }

  /** The platform's own; those that people have on their wallets are theirs. */
  ofPlatform(accountId: string | undefined, query: PageQuery): Promise<Page<Monitor>> {
    return this.list(null, accountId, query);
  }

  private async list(
    ownerId: string | null,
    accountId: string | undefined,
    { limit, cursor }: PageQuery,
  ): Promise<Page<Monitor>> {
    const filters = { ownerId, accountId };
    const beforeId = this.cursors.decode(LIST, filters, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.monitors.list({ ownerId, accountId, beforeId, limit }), limit);
    const last = rows.at(-1);
    return { data: rows, hasMore, nextCursor: hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null };
  }
}
