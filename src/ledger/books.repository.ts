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

  async trialBalance(asOf?: Date): Promise<TrialBalanceLine[]> {
    const balances = asOf
      ? 'select a.asset, sum(e.amount) as posted from ledger_entry e join ledger_account a on a.id = e.account_id where e.effective_at <= $1 group by a.id'
      : 'select asset, posted from ledger_account';
    const { rows } = await this.postgres.replica.query<LineRow>(
      `select asset, coalesce(sum(-posted) filter (where posted < 0), 0)::text as debits,
              coalesce(sum(posted) filter (where posted > 0), 0)::text as credits
         from (${balances}) b group by asset order by asset`,
      asOf ? [asOf] : [],
    );
    return rows.map(({ asset, debits, credits }) => ({ asset, debits: BigInt(debits), credits: BigInt(credits) }));
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
