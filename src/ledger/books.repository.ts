import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';
import { BROKEN_INVARIANTS_SQL, type BrokenInvariant } from './invariants.ts';

const VERIFY_TIMEOUT_MS = 600_000;
const MAX_PROBLEMS_PER_CHECK = 100;

/** One asset's line of the trial balance: what stands on the debit side, what on the credit side. They must be equal. */
export interface TrialBalanceLine {
  readonly asset: string;
  readonly debits: bigint;
  readonly credits: bigint;
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

  /** Looks for every way in which the books could be broken, in one snapshot. Empty is what it must find. */
  async findBroken(): Promise<BrokenInvariant[]> {
    const client = await this.postgres.pool.connect();
    try {
      await client.query('begin isolation level repeatable read read only');
      await client.query(`set local statement_timeout = ${VERIFY_TIMEOUT_MS}`);
      const broken: BrokenInvariant[] = [];
      for (const [check, sql] of Object.entries(BROKEN_INVARIANTS_SQL)) {
        // The pool's limit on how long an answer may take is shorter than the limit on these statements.
        const statement = { text: `${sql} limit ${MAX_PROBLEMS_PER_CHECK}`, query_timeout: VERIFY_TIMEOUT_MS };
        const { rows } = await client.query<{ subject: string; found: string }>(statement);
        broken.push(...rows.map((row) => ({ check, ...row })));
      }
      return broken;
    } finally {
      await client.query('rollback').catch(() => undefined);
      client.release();
    }
  }

  async counts(): Promise<{ accounts: number; transfers: number; entries: number }> {
    const { rows } = await this.postgres.pool.query<{ accounts: number; transfers: number; entries: number }>(
      `select (select count(*) from ledger_account)::int as accounts, (select count(*) from ledger_transfer)::int as transfers,
              (select count(*) from ledger_entry)::int as entries`,
    );
    return rows[0] ?? { accounts: 0, transfers: 0, entries: 0 };
  }
}
