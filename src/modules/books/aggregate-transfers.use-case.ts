import { Injectable } from '@nestjs/common';
import {
  TransferAggregates,
  type AggregateGroup,
  type BalanceClock,
  type TransferAggregate,
} from '../../ledger/index.ts';
import { type Period, periodOf } from '../../shared/period.ts';
import { refuse } from '../../shared/refusal.ts';

export interface AggregatesQuery {
  readonly from: string;
  readonly to: string;
  readonly groupBy: AggregateGroup;
  readonly clock: BalanceClock;
  readonly asset?: string;
  readonly kind?: string;
}

export interface AggregatesReport {
  readonly period: Period;
  readonly sums: readonly TransferAggregate[];
}

/** A year of days, of a dozen kinds, in two currencies. */
const MAX_SUMS = 10_000;

/** How many transfers there were in a period, and what they moved. Refuses `period_invalid` and `report_too_large`. */
@Injectable()
export class AggregateTransfers {
  constructor(private readonly aggregates: TransferAggregates) {}

  async execute({ from, to, ...asked }: AggregatesQuery): Promise<AggregatesReport> {
    const period = periodOf(from, to);
    const sums = await this.aggregates.sums({ ...asked, period, limit: MAX_SUMS });
    if (sums.length > MAX_SUMS) throw refuse('report_too_large', `A report has at most ${MAX_SUMS} sums`);
    return { period, sums };
  }
}
