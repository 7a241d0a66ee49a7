import { Injectable } from '@nestjs/common';
import type { Transfer } from '../../ledger/core/index.ts';
import { EntriesRepository, type ListedTransfer } from '../../ledger/index.ts';
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
    const { limit, cursor, walletId, ...filters } = query;
    const wallets = walletId ? [await this.wallets.owned(userId, walletId)] : await this.wallets.ofUser(userId);
    const cursorOf = { userId, walletId, ...filters };
    const positions = positionsIn(
      wallets.map(({ id }) => id),
      this.cursors.decode(LIST, cursorOf, cursor),
    );
    const lists = await Promise.all(
      [...positions].map(([accountId, before]) => this.entries.listTransfers({ ...wanted(query), accountId, before })),
    );
    const { rows, hasMore } = pageOf(lists.flat().sort(newestFirst), limit);
    for (const { accountId, version } of rows) positions.set(accountId, version);
    const nextCursor = hasMore ? this.cursors.encode(LIST, cursorOf, positionTexts(positions)) : null;
    return { data: rows.map(({ transfer }) => transfer), hasMore, nextCursor };
  }
}

/** How far each wallet has been read: to before which of its versions; undefined is from its newest on. */
type Positions = Map<string, bigint | undefined>;

// A wallet that was opened after the first page is not in the cursor: its transfers are newer than that page.
function positionsIn(accountIds: readonly string[], cursor: readonly string[] | undefined): Positions {
  if (!cursor) return new Map(accountIds.map((id) => [id, undefined]));
  return new Map(
    cursor.map((text) => {
      const [id = '', version] = text.split('@');
      return [id, version ? BigInt(version) : undefined];
    }),
  );
}

function positionTexts(positions: Positions): string[] {
  return [...positions].map(([id, version]) => `${id}@${version ?? ''}`);
}

function newestFirst(a: ListedTransfer, b: ListedTransfer): number {
  const later = b.transfer.createdAt.getTime() - a.transfer.createdAt.getTime();
  if (later !== 0) return later;
  if (a.accountId !== b.accountId) return a.accountId < b.accountId ? -1 : 1;
  return a.version > b.version ? -1 : 1;
}

function wanted({ from, to, reference, minAmount, limit }: TransfersQuery) {
  return {
    from: from ? new Date(from) : undefined,
    to: to ? new Date(to) : undefined,
    reference,
    minAmount: minAmount === undefined ? undefined : BigInt(minAmount),
    limit,
  };
}
