import { Injectable } from '@nestjs/common';
import type { Transfer } from '../../ledger/core/index.ts';
import { EntriesRepository } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Wallets } from '../wallets/index.ts';

export interface TransfersQuery {
  readonly walletId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly reference?: string;
  readonly minAmount?: number;
  readonly limit: number;
  readonly cursor?: string;
}

const LIST = 'transfers';

/** Transfers in and out of the caller's wallets. Refuses `not_found` and `invalid_cursor`. */
@Injectable()
export class TransferReads {
  constructor(
    private readonly entries: EntriesRepository,
    private readonly wallets: Wallets,
    private readonly cursors: Cursors,
  ) {}

  /** A transfer that touches a wallet of the caller's, or any for who may reverse any; and whether the caller received it. */
  async visible(caller: Principal, id: string): Promise<{ transfer: Transfer; received: boolean }> {
    const [transfer, own] = await Promise.all([this.entries.transfer(id), this.wallets.ofUser(caller.id)]);
    const ownIds = new Set(own.map((wallet) => wallet.id));
    const sees =
      transfer &&
      (ownIds.has(transfer.debit) || ownIds.has(transfer.credit) || caller.permissions.has('transfers:reverse'));
    if (!sees) throw refuse('not_found', 'There is no such transfer');
    return { transfer, received: ownIds.has(transfer.credit) };
  }

  /** Newest first. */
  async list(userId: string, query: TransfersQuery): Promise<Page<Transfer>> {
    const { limit, cursor, ...filters } = query;
    const wallets = query.walletId
      ? [await this.wallets.owned(userId, query.walletId)]
      : await this.wallets.ofUser(userId);
    const position = this.cursors.decode(LIST, { userId, ...filters }, cursor);
    const found = await this.entries.listTransfers({
      accountIds: wallets.map(({ id }) => id),
      from: query.from ? new Date(query.from) : undefined,
      to: query.to ? new Date(query.to) : undefined,
      reference: query.reference,
      minAmount: query.minAmount === undefined ? undefined : BigInt(query.minAmount),
      before: position?.[0] && position[1] ? { createdAt: new Date(position[0]), id: position[1] } : undefined,
      limit,
    });
    const { rows, hasMore } = pageOf(found, limit);
    const last = rows.at(-1);
    const after = last && [last.createdAt.toISOString(), last.id];
    return {
      data: rows,
      hasMore,
      nextCursor: hasMore && after ? this.cursors.encode(LIST, { userId, ...filters }, after) : null,
    };
  }
}
