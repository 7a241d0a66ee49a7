import { Injectable } from '@nestjs/common';
import { EntryPages, type Account, type EntryCriteria, type ListedEntry } from '../../ledger/index.ts';
import { Cursors } from '../../platform/paging/index.ts';
import type { Page } from '../../shared/page.ts';
import { Wallets } from '../wallets/index.ts';

export interface EntriesQuery {
  readonly from?: string;
  readonly to?: string;
  readonly recordedFrom?: string;
  readonly recordedTo?: string;
  readonly kind?: string;
  readonly direction?: 'in' | 'out';
  readonly minAmount?: number;
  readonly maxAmount?: number;
  readonly reference?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface ListedEntries {
  readonly account: Account;
  readonly page: Page<ListedEntry>;
}

const LIST = 'account-entries';

/**
 * An account's entries, newest first by the order in which they were written. An entry never changes its place in it, so
 * that pages stay whole while new ones are posted. Refuses `not_found` and `invalid_cursor`.
 */
@Injectable()
export class ListEntries {
  constructor(
    private readonly wallets: Wallets,
    private readonly entries: EntryPages,
    private readonly cursors: Cursors,
  ) {}

  /** Of a wallet of the user's. */
  async ofWallet(userId: string, walletId: string, query: EntriesQuery): Promise<ListedEntries> {
    return this.list(await this.wallets.owned(userId, walletId), query);
  }

  /** Of any account, for who may read the books. */
  async ofAccount(accountId: string, query: EntriesQuery): Promise<ListedEntries> {
    return this.list(await this.wallets.anyAccount(accountId), query);
  }

  private async list(account: Account, { limit, cursor, ...asked }: EntriesQuery): Promise<ListedEntries> {
    const filters = { accountId: account.id, ...asked };
    const before = this.cursors.decode(LIST, filters, cursor)?.[0];
    const { entries, next } = await this.entries.page(
      account,
      criteriaOf(asked),
      limit,
      before === undefined ? undefined : BigInt(before),
    );
    const nextCursor = next === undefined ? null : this.cursors.encode(LIST, filters, [next.toString()]);
    return { account, page: { data: entries, hasMore: nextCursor !== null, nextCursor } };
  }
}

function criteriaOf(asked: Omit<EntriesQuery, 'limit' | 'cursor'>): EntryCriteria {
  const { from, to, recordedFrom, recordedTo, minAmount, maxAmount, ...rest } = asked;
  return {
    ...rest,
    from: moment(from),
    to: moment(to),
    recordedFrom: moment(recordedFrom),
    recordedTo: moment(recordedTo),
    minAmount: minAmount === undefined ? undefined : BigInt(minAmount),
    maxAmount: maxAmount === undefined ? undefined : BigInt(maxAmount),
  };
}

function moment(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
