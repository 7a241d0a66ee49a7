import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryConfig } from 'pg';
import { Postgres } from '../platform/postgres/index.ts';
import { refuse } from '../shared/refusal.ts';
import { BROKEN_INVARIANTS_SQL, type BrokenInvariant } from './invariants.ts';

const VERIFY_TIMEOUT_MS = 600_000;
/** The pool's limit on how long an answer may take is shorter than the limit on these statements; this one is later. */
const VERIFY_ANSWER_TIMEOUT_MS = VERIFY_TIMEOUT_MS + 2_000;
const TRY_LOCK = `select pg_try_advisory_xact_lock(hashtextextended('ledger:verify', 0)) as locked`;
const MAX_PROBLEMS_PER_CHECK = 100;

const KEPT = `select $1 >= coalesce(ledger_horizon(), $1::timestamptz) as kept`;

// Of each account its newest snapshot by then, whose entries had all taken effect, and what was written since.
const BALANCES_AS_OF = `
  select a.asset, coalesce(s.posted, 0) + coalesce(e.total, 0) as posted
    from ledger_account a
    left join lateral (select version, posted from ledger_snapshot
      where account_id = a.id and taken_at <= $1 order by taken_at desc, version desc limit 1) s on true
    left join lateral (select sum(amount) as total from ledger_entry
      where account_id = a.id and version > coalesce(s.version, 0) and effective_at <= $1
        and a.version > coalesce(s.version, 0)) e on true
   where a.created_at <= $1`;

/** One asset's line of the trial balance: what stands on the debit side, what on the credit side. They must be equal. */
export interface TrialBalanceLine {
  readonly asset: string;
  readonly debits: bigint;
  readonly credits: bigint;
}

export interface BookCounts {
  readonly accounts: number;
  readonly transfers: number;
  readonly entries: number;
}

export interface VerifiedBooks {
  readonly problems: readonly BrokenInvariant[];
  readonly counts: BookCounts;
}

interface LineRow {
  readonly asset: string;
  readonly debits: string;
  readonly credits: string;
}

/** The books as a whole: the trial balance and the search for what must never be. */
@Injectable()
export class BooksRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Now, or as of a moment by effective time. Refuses `before_retention`. */
  async trialBalance(asOf?: Date): Promise<TrialBalanceLine[]> {
    if (asOf) await this.assertKept(asOf);
    const balances = asOf ? BALANCES_AS_OF : 'select asset, posted from ledger_account';
    const { rows } = await this.postgres.replica.query<LineRow>(
      `select asset, coalesce(sum(-posted) filter (where posted < 0), 0)::text as debits,
              coalesce(sum(posted) filter (where posted > 0), 0)::text as credits
         from (${balances}) b group by asset order by asset`,
      asOf ? [asOf] : [],
    );
    return rows.map(({ asset, debits, credits }) => ({ asset, debits: BigInt(debits), credits: BigInt(credits) }));
  }

  private async assertKept(moment: Date): Promise<void> {
    const { rows } = await this.postgres.replica.query<{ kept: boolean }>(KEPT, [moment]);
    if (rows[0]?.kept !== true) throw refuse('before_retention');
  }

  /**
   * Looks for every way in which the books could be broken, and counts what there is, in one snapshot. No problem is what it
   * must find. Reads everything, so one at a time: refuses job_running.
   */
  async verify(): Promise<VerifiedBooks> {
    const client = await this.postgres.replica.connect();
    let trouble: Error | undefined;
    try {
      await client.query('begin isolation level repeatable read read only');
      await client.query(`set local statement_timeout = ${VERIFY_TIMEOUT_MS}`);
      // The transaction's end is the lock's end, whatever happens to us.
      const { rows } = await client.query<{ locked: boolean }>(TRY_LOCK);
      if (rows[0]?.locked !== true) throw refuse('job_running', 'The ledger is being verified');
      return { problems: await findBroken(client), counts: await countAll(client) };
    } finally {
      await client.query('rollback').catch((error: Error) => (trouble = error));
      // A connection whose transaction we could not end is closed, and not given to the next.
      client.release(trouble);
    }
  }
}

async function findBroken(client: PoolClient): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const [check, sql] of Object.entries(BROKEN_INVARIANTS_SQL)) {
    const text = `${sql} limit ${MAX_PROBLEMS_PER_CHECK}`;
    const { rows } = await client.query<{ subject: string; found: string }>(patiently(text));
    broken.push(...rows.map((row) => ({ check, ...row })));
  }
  return broken;
}

async function countAll(client: PoolClient): Promise<BookCounts> {
  const { rows } = await client.query<BookCounts>(
    patiently(
      `select (select count(*) from ledger_account)::int as accounts, (select count(*) from ledger_transfer)::int as transfers,
              (select count(*) from ledger_entry)::int as entries`,
    ),
  );
  return rows[0] ?? { accounts: 0, transfers: 0, entries: 0 };
}

function patiently(text: string): QueryConfig & { query_timeout: number } {
  return { text, query_timeout: VERIFY_ANSWER_TIMEOUT_MS };
}
