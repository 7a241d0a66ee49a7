import { Injectable } from '@nestjs/common';
import { longTransaction, Postgres, type LongQuery } from '../platform/postgres/index.ts';
import { Clock } from '../shared/clock.ts';
import { refuse } from '../shared/refusal.ts';
import { invariants, type BrokenInvariant } from './invariants.ts';

const VERIFY_LIMIT_MS = 600_000;
// The lock comes before the snapshot, so that no partition is detached between what is seen and what is read.
const BEGIN_VERIFY = 'begin isolation level repeatable read read only; lock table ledger_entry in access share mode';
const TRY_LOCK = `select pg_try_advisory_xact_lock(hashtextextended('ledger:verify', 0)) as locked`;
const MAX_PROBLEMS_PER_CHECK = 100;

const KEPT = `select $1 >= coalesce(ledger_horizon(), $1::timestamptz) as kept`;

// Of each account the snapshot by then that covers most, whose entries had all taken effect, and what was written since.
const BALANCES_AS_OF = `
  select a.asset, coalesce(s.posted, 0) + coalesce(e.total, 0) as posted
    from ledger_account a
    left join lateral (select version, posted from ledger_snapshot
      where account_id = a.id and taken_at <= $1 order by version desc, taken_at desc limit 1) s on true
    left join lateral (select sum(amount) as total from ledger_entry
      where account_id = a.id and version > coalesce(s.version, 0) and effective_at <= $1
        and created_at <= (select ledger_settled_by($1)) and a.version > coalesce(s.version, 0)) e on true
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
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Now, or as of a moment by effective time. Refuses `before_retention`. */
  async trialBalance(asOf?: Date): Promise<TrialBalanceLine[]> {
    const balances = asOf ? BALANCES_AS_OF : 'select asset, posted from ledger_account';
    const { rows } = await this.postgres.replica.query<LineRow>(
      `select asset, coalesce(sum(-posted) filter (where posted < 0), 0)::text as debits,
              coalesce(sum(posted) filter (where posted > 0), 0)::text as credits
         from (${balances}) b group by asset order by asset`,
      asOf ? [asOf] : [],
    );
    // Asked after the sums were read: a horizon that moved meanwhile makes them wrong.
    if (asOf) await this.assertKept(asOf);
    return rows.map(({ asset, debits, credits }) => ({ asset, debits: BigInt(debits), credits: BigInt(credits) }));
  }

  private async assertKept(moment: Date): Promise<void> {
    const { rows } = await this.postgres.replica.query<{ kept: boolean }>(KEPT, [moment]);
    if (rows[0]?.kept !== true) throw refuse('before_retention');
  }

  /**
   * Looks for every way in which the books could be broken, and counts what there is, in one snapshot of the primary: what is
   * done with the answer is done there. No problem is what it must find. Reads everything, so one at a time: refuses job_running.
   */
  verify(): Promise<VerifiedBooks> {
    return longTransaction(this.postgres.pool, { begin: BEGIN_VERIFY, limitMs: VERIFY_LIMIT_MS }, async (query) => {
      // The transaction's end is the lock's end, whatever happens to us.
      const { rows } = await query<{ locked: boolean }>(TRY_LOCK);
      if (rows[0]?.locked !== true) throw refuse('job_running', 'The ledger is being verified');
      return { problems: await findBroken(query, this.clock.now()), counts: await countAll(query) };
    });
  }
}

async function findBroken(query: LongQuery, at: Date): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const { check, sql } of invariants(MAX_PROBLEMS_PER_CHECK)) {
    const { rows } = await query<{ subject: string; found: string }>(sql, [at]);
    broken.push(...rows.map((row) => ({ check, ...row })));
  }
  return broken;
}

async function countAll(query: LongQuery): Promise<BookCounts> {
  const { rows } = await query<BookCounts>(
    `select (select count(*) from ledger_account)::int as accounts, (select count(*) from ledger_transfer)::int as transfers,
            (select count(*) from ledger_entry)::int as entries`,
  );
  return rows[0] ?? { accounts: 0, transfers: 0, entries: 0 };
}
