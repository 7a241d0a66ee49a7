import type { Client } from 'pg';
import type { Progress } from '../scripts/local-stack/progress.ts';
import { invariants } from '../src/ledger/invariants.ts';

// What one run may have done to the books, from what they said before it.
const SNAPSHOT = `
  drop table if exists bench.before;
  create unlogged table bench.before as select id, posted, version from ledger_account;
  alter table bench.before add primary key (id);
  analyze bench.before`;

const MOVED = `
  with entries as materialized (
    select e.account_id, e.amount, e.transfer_id from bench.before b
      join ledger_entry e on e.account_id = b.id and e.version > b.version where e.created_at >= $1
  ), moved as (
    select account_id, sum(amount) as total, count(*) as n from entries group by account_id
  )
  select (select count(*)::int from (select 1 from ledger_account group by asset having sum(posted) <> 0) a) as "unevenAssets",
         (select count(*)::int from ledger_account a join bench.before b using (id) left join moved m on m.account_id = a.id
           where a.posted - b.posted <> coalesce(m.total, 0) or a.version - b.version <> coalesce(m.n, 0)) as "wrongBalances",
         (select count(*)::int from (select transfer_id from entries group by transfer_id
           having sum(amount) <> 0 or count(*) <> 2) t) as "unevenTransfers",
         (select count(distinct transfer_id)::int from entries) as transfers`;

const PGBENCH = `
  select (select count(*)::int from bench.transfer) as transfers,
         (select count(*)::int from bench.entry) as entries,
         (select sum(balance)::text from bench.account) as balances,
         (select coalesce(sum(amount), 0)::text from bench.entry) as moved`;

interface Moved {
  readonly unevenAssets: number;
  readonly wrongBalances: number;
  readonly unevenTransfers: number;
  readonly transfers: number;
}

/** Says what a run broke, given how many transfers it was told were posted. */
export type Check = (posted: number) => Promise<string[]>;

/** Remembers how our books stand; the check compares every account with its new entries, and their number with the answers. */
export async function watchBooks(client: Client): Promise<Check> {
  await client.query(SNAPSHOT);
  const { rows: times } = await client.query<{ at: Date }>(`select now() - interval '1 minute' as at`);
  return async (posted) => {
    const { rows } = await client.query<Moved>(MOVED, [times[0]?.at]);
    const { unevenAssets = 1, wrongBalances = 1, unevenTransfers = 1, transfers = 0 } = rows[0] ?? {};
    return [
      ...(unevenAssets ? [`${unevenAssets} assets do not sum to zero`] : []),
      ...(wrongBalances ? [`${wrongBalances} balances did not move by their entries`] : []),
      ...(unevenTransfers ? [`${unevenTransfers} transfers do not have two entries that sum to zero`] : []),
      ...(transfers === posted
        ? []
        : [`${posted} transfers were answered as posted, and ${transfers} are in the books`]),
    ];
  };
}

/** The same for pgbench's tables: they must not be faster for being wrong. */
export async function watchPgbench(client: Client): Promise<Check> {
  const state = async () => (await client.query<Record<string, string | number>>(PGBENCH)).rows[0] ?? {};
  const before = await state();
  return async (posted) => {
    const { transfers, entries, balances, moved } = await state();
    const made = Number(transfers) - Number(before.transfers);
    return [
      ...(balances === before.balances && moved === '0' ? [] : ['pgbench: the sums are not what they were']),
      ...(Number(entries) === 2 * Number(transfers) ? [] : ['pgbench: not every transfer has two entries']),
      ...(made === posted ? [] : [`pgbench: ${posted} transactions were committed, and ${made} transfers are there`]),
    ];
  };
}

/** Every invariant of the product over the whole history. */
export async function verifyAll(client: Client, progress: Progress): Promise<string[]> {
  const broken: string[] = [];
  await client.query(`set work_mem = '256MB'`);
  await progress.step('Analyzing', () => client.query('analyze'));
  for (const { check, sql } of invariants(1)) {
    const find = () => client.query<{ subject: string; found: string }>(sql, [new Date()]);
    const { rows } = await progress.step(`Verifying that ${check}`, find);
    broken.push(...rows.map(({ subject, found }) => `not so: ${check} (${subject}: ${found})`));
  }
  return broken;
}
