import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';
import type { Account } from './account.ts';
import { refuse } from '../shared/refusal.ts';
import { signOf } from './core/index.ts';
import { type ListedEntry, type ListedEntryRow, toListedEntry } from './rows.repository.ts';

/** Which entries a statement has: those after the version `opening`, up to `closing`. What is posted later does not change it. */
export interface StatementRange {
  readonly opening: bigint;
  readonly closing: bigint;
}

/** In the account's own direction, in minor units; opening balance + in - out = closing balance. */
export interface StatementSummary {
  readonly openingBalance: bigint;
  readonly totalIn: bigint;
  readonly totalOut: bigint;
  readonly closingBalance: bigint;
}

type Of = Pick<Account, 'id' | 'normalSide'>;
type Texts<T> = { readonly [field in keyof T]: string };

// The first entries that are kept begin where the account's opening ended.
const balanceAfter = (version: string): string => `coalesce(
  (select balance_after from ledger_entry where account_id = $1 and version = ${version}),
  (select posted from ledger_opening where account_id = $1 and version = ${version}), 0)::text`;

/**
 * What a statement is made of, in the order in which it was written. No connection is kept between two pages: entries never
 * change, so a range of versions is as good as a snapshot, and a reader who is slow or gone holds nothing. On the replica,
 * when there is one.
 */
@Injectable()
export class StatementsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** The entries recorded from the moment `from` on, before `to`. Refuses `before_retention`. */
  async range(accountId: string, from: Date, to: Date): Promise<StatementRange> {
    const { rows } = await this.postgres.replica.query<Texts<StatementRange> & { readonly kept: boolean }>(
      `select coalesce(ledger_version_before($1, $2), 0)::text as opening,
              coalesce(ledger_version_before($1, $3), 0)::text as closing,
              $2 >= coalesce(ledger_horizon(), $2) as kept`,
      [accountId, from, to],
    );
    if (rows[0]?.kept !== true) throw refuse('before_retention');
    return { opening: BigInt(rows[0]?.opening ?? 0), closing: BigInt(rows[0]?.closing ?? 0) };
  }

  async summary(account: Of, { opening, closing }: StatementRange): Promise<StatementSummary> {
    const { rows } = await this.postgres.replica.query<
      Texts<{ opened: bigint; credits: bigint; debits: bigint; closed: bigint }>
    >(
      `select ${balanceAfter('$2')} as opened, ${balanceAfter('$3')} as closed,
              coalesce(sum(amount) filter (where amount > 0), 0)::text as credits,
              coalesce(-sum(amount) filter (where amount < 0), 0)::text as debits
         from ledger_entry where account_id = $1 and version > $2 and version <= $3`,
      [account.id, opening, closing],
    );
    const [sums] = rows;
    const sign = signOf(account.normalSide);
    const [credits, debits] = [BigInt(sums?.credits ?? 0), BigInt(sums?.debits ?? 0)];
    return {
      openingBalance: sign * BigInt(sums?.opened ?? 0),
      totalIn: sign > 0n ? credits : debits,
      totalOut: sign > 0n ? debits : credits,
      closingBalance: sign * BigInt(sums?.closed ?? 0),
    };
  }

  /** Oldest first: at most `limit` after the version `after`, up to the range's end. Refuses `before_retention`. */
  async lines(accountId: string, range: StatementRange, after: bigint, limit: number): Promise<ListedEntry[]> {
    const { rows } = await this.postgres.replica.query<ListedEntryRow>(
      `select e.*, t.kind, t.reference, t.description
         from ledger_entry e
        cross join lateral (select kind, reference, description from ledger_transfer where id = e.transfer_id offset 0) t
        where e.account_id = $1 and e.version > $2 and e.version <= $3
        order by e.version limit $4`,
      [accountId, after, range.closing, limit],
    );
    const lines = rows.map(toListedEntry);
    // The next one is not there: it was detached since the statement was begun. Better none than one with a gap in it.
    if (after < range.closing && lines[0]?.version !== after + 1n) throw refuse('before_retention');
    return lines;
  }
}
