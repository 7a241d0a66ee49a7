import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { Monitor, MonitorDirection, MonitorMetric } from './monitor.ts';
import type { MonitorState } from './monitor-state.ts';

interface MonitorRow {
  readonly id: string;
  readonly account_id: string;
  readonly currency: string;
  readonly owner_id: string | null;
  readonly metric: MonitorMetric;
  readonly direction: MonitorDirection;
  readonly threshold: bigint;
  readonly rearm_at: bigint;
  readonly state: MonitorState;
  readonly last_value: bigint;
  readonly last_fired_at: Date | null;
  readonly seen_version: bigint;
  readonly seen_at: Date;
  readonly version: number;
  readonly created_at: Date;
}

/** How an account stands, and after which of its entries. */
export interface Reading {
  readonly value: bigint;
  readonly version: bigint;
}

export interface MonitorFilter {
  readonly ownerId: string | null;
  readonly accountId?: string;
  /** Only those made before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

/** The monitors themselves. `ownerId` null means the platform's own; nobody sees those of others. */
@Injectable()
export class MonitorsRepository {
  constructor(private readonly postgres: Postgres) {}

  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Monitor | undefined> {
    const rows = await reader.$queryRaw<MonitorRow[]>`
      select m.*, a.asset as currency from balance_monitor m join ledger_account a on a.id = m.account_id
       where m.id = ${id}::uuid`;
    return rows.map(toMonitor)[0];
  }

  /** Newest first; at most `limit + 1`. */
  async list({ ownerId, accountId, beforeId, limit }: MonitorFilter): Promise<Monitor[]> {
    const rows = await this.postgres.prisma.$queryRaw<MonitorRow[]>`
      select m.*, a.asset as currency from balance_monitor m join ledger_account a on a.id = m.account_id
       where m.owner_id is not distinct from ${ownerId}::uuid
         and (${accountId ?? null}::uuid is null or m.account_id = ${accountId ?? null}::uuid)
         and (${beforeId ?? null}::uuid is null or m.id < ${beforeId ?? null}::uuid)
       order by m.id desc limit ${limit + 1}`;
    return rows.map(toMonitor);
  }

  /** How many somebody has on an account. Until the transaction ends nobody else counts these: what is decided by it holds. */
  async count(tx: Tx, accountId: string, ownerId: string | null): Promise<number> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('monitors-of:' || ${accountId}, 0))`;
    return tx.balanceMonitor.count({ where: { accountId, ownerId } });
  }

  /** One of an account's balances, and the version at which it is that: both of one moment. */
  async read(tx: Tx, accountId: string, metric: MonitorMetric, at: Date): Promise<Reading> {
    const [reading] = await tx.$queryRaw<Reading[]>`
      select ledger_reading(a, ${metric}, ${at}::timestamptz) as value, a.version from ledger_account a
       where a.id = ${accountId}::uuid`;
    if (!reading) throw new Error('a watched account is not there');
    return reading;
  }

  async insert(tx: Tx, { currency: _currency, ...monitor }: Monitor): Promise<void> {
    await tx.balanceMonitor.create({ data: monitor });
  }

  /** Returns whether there was one of this owner's, on this account if one is named. */
  async remove(tx: Tx, id: string, ownerId: string | null, accountId?: string): Promise<boolean> {
    const { count } = await tx.balanceMonitor.deleteMany({ where: { id, ownerId, accountId } });
    return count === 1;
  }
}

function toMonitor(row: MonitorRow): Monitor {
  const { id, metric, direction, threshold, state, version, currency } = row;
  return {
    ...{ id, metric, direction, threshold, state, version, currency },
    accountId: row.account_id,
    ownerId: row.owner_id,
    rearmAt: row.rearm_at,
    lastValue: row.last_value,
    lastFiredAt: row.last_fired_at,
    seenVersion: row.seen_version,
    seenAt: row.seen_at,
    createdAt: row.created_at,
  };
}
