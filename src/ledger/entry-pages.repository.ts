import { Injectable } from '@nestjs/common';
import { Postgres, Prisma } from '../platform/postgres/index.ts';
import type { Account } from './account.ts';
import { signOf } from './core/index.ts';
import { type ListedEntry, type ListedEntryRow, toListedEntry } from './rows.repository.ts';

/**
 * How many entries one page may look at. Criteria that few entries meet would otherwise read an account's whole history for
 * one page; instead the page ends early, and the next goes on where it stopped.
 */
export const MAX_ENTRIES_EXAMINED = 10_000;

/** Which entries of an account. Amounts are without sign; `from` is the first moment, `to` the one to stop before. */
export interface EntryCriteria {
  readonly from?: Date;
  readonly to?: Date;
  readonly recordedFrom?: Date;
  readonly recordedTo?: Date;
  readonly kind?: string;
  readonly direction?: 'in' | 'out';
  readonly minAmount?: bigint;
  readonly maxAmount?: bigint;
  readonly reference?: string;
}

export interface EntryPage {
  readonly entries: readonly ListedEntry[];
  /** The version before which the next page goes on; undefined when there is none. */
  readonly next: bigint | undefined;
}

type Listed = Pick<Account, 'id' | 'normalSide' | 'version'>;

/** An account's entries by the order in which they were written, which is that of the account's versions. */
@Injectable()
export class EntryPages {
  constructor(private readonly postgres: Postgres) {}

  /** Newest first: at most `limit` entries older than the version `before`. */
  async page(account: Listed, criteria: EntryCriteria, limit: number, before?: bigint): Promise<EntryPage> {
    const { oldest, newest } = await this.bounds(account, criteria);
    const last = before === undefined || before > newest ? newest : before - 1n;
    const examined = last - BigInt(MAX_ENTRIES_EXAMINED);
    const floor = examined > oldest ? examined : oldest;
    if (floor >= last) return { entries: [], next: undefined };

    // Transfers are looked up one by one (offset 0 keeps the planner from reading their table instead), so that the work is
    // bounded by the entries examined, however many transfers there are.
    const rows = await this.postgres.prisma.$queryRaw<ListedEntryRow[]>`
      select e.*, t.kind, t.reference, t.description
        from ledger_entry e
       cross join lateral (
         select kind, amount, reference, description from ledger_transfer where id = e.transfer_id offset 0) t
       where e.account_id = ${account.id}::uuid and e.version > ${floor} and e.version <= ${last}
         and ${meeting(account, criteria)}
       order by e.version desc limit ${limit + 1}`;
    const entries = rows.slice(0, limit).map(toListedEntry);
    if (rows.length > limit) return { entries, next: entries.at(-1)?.version };
    return { entries, next: floor > oldest ? floor + 1n : undefined };
  }

  // The versions among which all entries of the asked times are: after `oldest`, up to `newest`. Nothing takes effect after
  // it was written, so that what took effect from a moment on was also written from then on. Before the account's opening
  // nothing is kept.
  private async bounds(account: Listed, criteria: EntryCriteria): Promise<{ oldest: bigint; newest: bigint }> {
    const { from, recordedFrom, recordedTo } = criteria;
    const since = [from, recordedFrom].filter((moment) => moment !== undefined);
    const latest = since.length === 0 ? null : new Date(Math.max(...since.map((moment) => moment.getTime())));
    const [found] = await this.postgres.prisma.$queryRaw<{ oldest: bigint | null; newest: bigint | null }[]>`
      select case when ${latest}::timestamptz is null
                  then coalesce((select version from ledger_opening where account_id = ${account.id}::uuid), 0)
                  else ledger_version_before(${account.id}::uuid, ${latest}) end as oldest,
             case when ${recordedTo ?? null}::timestamptz is null then ${account.version}
                  else ledger_version_before(${account.id}::uuid, ${recordedTo ?? null}) end as newest`;
    return { oldest: found?.oldest ?? 0n, newest: found?.newest ?? 0n };
  }
}

function meeting({ normalSide }: Listed, criteria: EntryCriteria): Prisma.Sql {
  const { from, to, kind, direction, minAmount, maxAmount, reference } = criteria;
  const sign = signOf(normalSide) * (direction === 'out' ? -1n : 1n);
  return Prisma.join(
    [
      Prisma.sql`true`,
      ...(from ? [Prisma.sql`e.effective_at >= ${from}`] : []),
      ...(to ? [Prisma.sql`e.effective_at < ${to}`] : []),
      ...(kind === undefined ? [] : [Prisma.sql`t.kind = ${kind}`]),
      ...(direction === undefined ? [] : [Prisma.sql`e.amount * ${sign} > 0`]),
      ...(minAmount === undefined ? [] : [Prisma.sql`t.amount >= ${minAmount}`]),
      ...(maxAmount === undefined ? [] : [Prisma.sql`t.amount <= ${maxAmount}`]),
      ...(reference === undefined ? [] : [Prisma.sql`t.reference = ${reference}`]),
    ],
    ' and ',
  );
}
