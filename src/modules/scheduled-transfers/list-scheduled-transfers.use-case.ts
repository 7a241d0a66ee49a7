import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { Wallets } from '../wallets/index.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import type { ScheduledTransferStatus } from './scheduled-transfer-state.ts';
import { ScheduledTransfersRepository } from './scheduled-transfers.repository.ts';

const LIST = 'scheduled-transfers';

export interface ScheduledTransfersQuery {
  readonly status?: ScheduledTransferStatus;
  readonly walletId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A person's scheduled transfers, newest first. Refuses `not_found` (the wallet) and `invalid_cursor`. */
@Injectable()
export class ListScheduledTransfers {
  constructor(
    private readonly repository: ScheduledTransfersRepository,
    private readonly wallets: Wallets,
    private readonly cursors: Cursors,
  ) {}

  async execute(userId: string, query: ScheduledTransfersQuery): Promise<Page<ScheduledTransfer>> {
    const { limit, cursor, status, walletId } = query;
    if (walletId !== undefined) await this.wallets.owned(userId, walletId);
    const filters = { userId, status, walletId };
    const [beforeId] = this.cursors.decode(LIST, filters, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.repository.list({ ...filters, beforeId, limit }), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, filters, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }
}
