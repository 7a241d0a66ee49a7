import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { Crossing } from './monitor.events.ts';
import type { MonitorDirection, MonitorMetric } from './monitor.ts';
import type { MonitorState } from './monitor-state.ts';

/** A monitor whose account has changed since it was looked at, and how many values it has to look at. */
export interface ChangedMonitor {
  readonly id: string;
  readonly unseen: bigint;
}

/** A look at monitors, as of when, and how many entries of each account it goes through; the next goes on from there. */
export interface Look {
  readonly ids: readonly string[];
  readonly at: Date;
  readonly entriesEach: bigint;
}

interface CrossingRow {
  readonly id: string;
  readonly account_id: string;
  readonly owner_id: string | null;
  readonly asset: string;
  readonly metric: MonitorMetric;
  readonly direction: MonitorDirection;
  readonly threshold: bigint;
  readonly rearm_at: bigint;
  readonly was: MonitorState;
  readonly state: MonitorState;
  readonly value: bigint;
  readonly at: Date;
}

/** Finds monitors that have something to look at, and takes them from state to state. */
@Injectable()
export class CrossingsRepository {
  constructor(private readonly postgres: Postgres) {}

  /**
   * At most `limit` monitors after `afterId` whose account has changed, but for those in `except`. Locks nothing and writes
   * nothing: what has not changed costs a look.
   */
  changed(afterId: string, except: readonly string[], at: Date, limit: number): Promise<ChangedMonitor[]> {
    return this.postgres.prisma.$queryRaw<ChangedMonitor[]>`
      select m.id, case m.metric when 'balance' then a.version - m.seen_version else 1 end as unseen
        from balance_monitor m join ledger_account a on a.id = m.account_id
       where m.id > ${afterId}::uuid and m.id <> all(${[...except]}::uuid[])
         and case m.metric when 'balance' then a.version > m.seen_version
             else ledger_reading(a, m.metric, greatest(${at}::timestamptz, m.seen_at)) <> m.last_value end
       order by m.id limit ${limit}`;
  }

  /** Locks what nobody else is looking at. A statement of its own: what is read under the locks must be newer than they are. */
  async lock(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const locked = await tx.$queryRaw<{ id: string }[]>`
      select id from balance_monitor where id = any(${[...ids]}::uuid[]) order by id for no key update skip locked`;
    return locked.map(({ id }) => id);
  }

  /**
   * Looks at locked monitors, all in one statement: writes what became of them, and returns every going from state to state,
   * in order. A balance is looked at after each entry since the last look, so that what came and went in between is seen;
   * other metrics as they are now. A value that is neither beyond the threshold nor back at `rearm_at` changes nothing, so
   * the state after any value is that of the last one that says something.
   */
  async evaluate(tx: Tx, { ids, at, entriesEach }: Look): Promise<Crossing[]> {
    const rows = await tx.$queryRaw<CrossingRow[]>`
      with watched as materialized (
        select m.*, a.asset, a.version as newest, ledger_sign(a.normal_side) as sign,
               greatest(${at}::timestamptz, m.seen_at) as looked_at,
               case m.metric when 'balance' then least(a.version, m.seen_version + ${entriesEach}::bigint) else a.version end as until,
               case when m.metric <> 'balance' then ledger_reading(a, m.metric, greatest(${at}::timestamptz, m.seen_at)) end as reading
          from balance_monitor m join ledger_account a on a.id = m.account_id
         where m.id = any(${[...ids]}::uuid[])
      ), readings as materialized (
        select w.id, e.version as nth, w.sign * e.balance_after as value, e.created_at as at
          from watched w
         cross join lateral (
           select version, balance_after, created_at from ledger_entry
            where account_id = w.account_id and version > w.seen_version and version <= w.until offset 0) e
         where w.metric = 'balance'
        union all
        select id, until, reading, looked_at from watched where reading is not null
      ), said as (
        select r.*, w.state as first_state,
               case when case w.direction when 'below' then r.value < w.threshold else r.value > w.threshold end then 'fired'
                    when case w.direction when 'below' then r.value >= w.rearm_at else r.value <= w.rearm_at end then 'armed'
                end as state
          from readings r join watched w using (id)
      ), steps as (
        select id, nth, value, at, state, lag(state, 1, first_state) over (partition by id order by nth) as was
          from said where state is not null
      ), crossings as materialized (
        select * from steps where state <> was
      ), last_reading as (
        select distinct on (id) id, value from readings order by id, nth desc
      ), last_crossing as (
        select distinct on (id) id, state, max(at) filter (where state = 'fired') over (partition by id) as fired_at,
               count(*) over (partition by id)::int as count
          from crossings order by id, nth desc
      ), written as (
        update balance_monitor m
           set state = coalesce(c.state, m.state),
               last_value = coalesce(r.value, m.last_value), last_fired_at = coalesce(c.fired_at, m.last_fired_at),
               seen_version = w.until, seen_at = w.looked_at, version = m.version + coalesce(c.count, 0)
          from watched w left join last_reading r using (id) left join last_crossing c using (id)
         where m.id = w.id
      )
      select w.id, w.account_id, w.owner_id, w.asset, w.metric, w.direction, w.threshold, w.rearm_at,
             c.was, c.state, c.value::bigint as value, c.at
        from crossings c join watched w using (id) order by c.id, c.nth`;
    return rows.map(toCrossing);
  }
}

function toCrossing(row: CrossingRow): Crossing {
  const { id, metric, direction, threshold } = row;
  const named = { accountId: row.account_id, ownerId: row.owner_id, currency: row.asset, rearmAt: row.rearm_at };
  const monitor = { id, metric, direction, threshold, ...named };
  return { monitor, from: row.was, to: row.state, value: row.value, at: row.at };
}
