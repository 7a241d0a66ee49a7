import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';
import { refuse } from '../shared/refusal.ts';

/** By when a transfer took effect, or by when it was written. */
export type BalanceClock = 'effective' | 'recorded';

// A batch may commit a moment after the end of the day in which it was written, when others have sealed that day already.
const STRAGGLERS = `interval '1 day'`;

// The snapshot before the moment that covers most: its entries were all written, and so had taken effect, before it.
const START = `
  start as (
    select version, posted, taken_at from ledger_snapshot
     where account_id = $1 and taken_at <= $2 order by version desc, taken_at desc limit 1
  )`;

const ENTRIES_SINCE = `
  account_id = $1 and version > coalesce((select version from start), 0)
  and created_at > coalesce((select taken_at - ${STRAGGLERS} from start), '-infinity')`;

const POSTED: Record<BalanceClock, string> = {
  // What was written later may have been backdated to before the moment, until its day was closed.
  effective: `
    with ${START}
    select coalesce((select posted from start), 0) + coalesce((select sum(amount) from ledger_entry
             where ${ENTRIES_SINCE} and effective_at <= $2 and created_at <= (select ledger_settled_by($2))), 0)::bigint as posted, $2 >= coalesce(ledger_horizon(), $2) as kept`,
  recorded: `
    with ${START}, stop as (
      select version from ledger_snapshot
       where account_id = $1 and taken_at > $2 + ${STRAGGLERS} order by version, taken_at limit 1
    )
    select coalesce((select balance_after from ledger_entry
             where ${ENTRIES_SINCE} and created_at <= $2 and version <= coalesce((select version from stop), ${2n ** 63n - 1n})
             order by version desc limit 1), (select posted from start), 0) as posted, $2 >= coalesce(ledger_horizon(), $2) as kept`,
};

interface PostedRow {
  readonly posted: string;
  readonly kept: boolean;
}

/** Balances at any moment: a snapshot, and the entries between it and the moment. */
@Injectable()
export class BalancesAsOf {
  constructor(private readonly postgres: Postgres) {}

  /** Credits less debits up to and including `at`. Refuses `before_retention`. */
  async posted(accountId: string, at: Date, clock: BalanceClock): Promise<bigint> {
    const { rows } = await this.postgres.pool.query<PostedRow>({
      name: `ledger-posted-${clock}`,
      text: POSTED[clock],
      values: [accountId, at],
    });
    if (rows[0]?.kept !== true) throw refuse('before_retention');
    return BigInt(rows[0].posted);
  }
}
