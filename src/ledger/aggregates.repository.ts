import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';
import type { Period } from '../shared/period.ts';
import type { BalanceClock } from './balances-as-of.repository.ts';

export const AGGREGATE_GROUPS = ['kind', 'day', 'kind,day'] as const;

export type AggregateGroup = (typeof AGGREGATE_GROUPS)[number];

/** Which transfers to sum up, and by what; always by asset too, because sums of several mean nothing. */
export interface AggregateFilter {
  readonly period: Period;
  readonly clock: BalanceClock;
  readonly groupBy: AggregateGroup;
  readonly asset?: string;
  readonly kind?: string;
  readonly limit: number;
}

/** How many transfers there were, and what they moved. What is not grouped by is null; days are UTC's. */
export interface TransferAggregate {
  readonly day: string | null;
  readonly kind: string | null;
  readonly asset: string;
  readonly count: bigint;
  readonly amount: bigint;
}

type AggregateRow = Omit<TransferAggregate, 'count' | 'amount'> & { readonly count: string; readonly amount: string };

const TIME = { effective: 'effective_at', recorded: 'created_at' } as const satisfies Record<BalanceClock, string>;

/** Sums over transfers, on the replica when there is one. */
@Injectable()
export class TransferAggregates {
  constructor(private readonly postgres: Postgres) {}

  /** By day, then kind, then asset; at most `limit + 1` rows. */
  async sums({ period, clock, groupBy, asset, kind, limit }: AggregateFilter): Promise<TransferAggregate[]> {
    const time = TIME[clock];
    const day = groupBy.includes('day') ? `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD')` : 'null';
    // Nothing takes effect after it was recorded, so that the index on the time of recording serves both clocks.
    const { rows } = await this.postgres.replica.query<AggregateRow>(
      `select ${day} as day, ${groupBy.includes('kind') ? 'kind' : 'null'} as kind, asset, count(*)::text as count, sum(amount)::text as amount
         from ledger_transfer
        where created_at >= $1 and ${time} >= $1 and ${time} < $2
          and ($3::text is null or asset = $3) and ($4::text is null or kind = $4)
        group by 1, 2, 3 order by 1, 2, 3 limit $5`,
      [period.from, period.to, asset ?? null, kind ?? null, limit + 1],
    );
    return rows.map((row) => ({ ...row, count: BigInt(row.count), amount: BigInt(row.amount) }));
  }
}
