import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AGGREGATE_GROUPS, type AggregateGroup, type BalanceClock } from '../../ledger/index.ts';
import { Moment } from '../../platform/http/moment.ts';
import { Currency, INTEGER_OR_TEXT } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { wideOnWire } from '../../shared/money-on-wire.ts';
import type { AggregatesReport } from './aggregate-transfers.use-case.ts';

const MAX_KIND_LENGTH = 50;

/** At most 366 days. */
export class AggregatesQueryDto {
  /**
   * The first moment.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @Moment()
  from!: string;

  /**
   * The moment to stop before.
   * @example '2026-12-01T00:00:00.000Z'
   */
  @Moment()
  to!: string;

  /**
   * What to sum by, beside the currency: the transfer's kind, the day in UTC, or both.
   * @example 'kind,day'
   */
  @OptionalField()
  @IsIn(AGGREGATE_GROUPS)
  @ApiPropertyOptional()
  groupBy: AggregateGroup = 'kind';

  /**
   * By when a transfer took effect, or by when it was recorded.
   * @example 'effective'
   */
  @OptionalField()
  @IsIn(['effective', 'recorded'])
  @ApiPropertyOptional()
  clock: BalanceClock = 'effective';

  @OptionalField()
  @Currency()
  asset?: string;

  /** @example 'transfer' */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_KIND_LENGTH })
  kind?: string;
}

export class TransferAggregateDto {
  /**
   * Null when it is not asked for by day.
   * @example '2026-11-20'
   */
  day!: string | null;
  /**
   * Null when it is not asked for by kind.
   * @example 'transfer'
   */
  kind!: string | null;
  /** @example 'INR' */
  asset!: string;
  /**
   * How many transfers there were.
   * @example 12
   */
  @ApiProperty(INTEGER_OR_TEXT)
  count!: number | string;
  /**
   * What they moved, in minor units; a decimal string when it is beyond 2^53 - 1.
   * @example 125000
   */
  @ApiProperty(INTEGER_OR_TEXT)
  amount!: number | string;
}

export class AggregatesDto {
  /** @example '2026-11-01T00:00:00.000Z' */
  from!: Date;
  /** @example '2026-12-01T00:00:00.000Z' */
  to!: Date;
  data!: TransferAggregateDto[];

  static from({ period, sums }: AggregatesReport): AggregatesDto {
    const data = sums.map(({ count, amount, ...group }) => ({
      ...group,
      count: wideOnWire(count),
      amount: wideOnWire(amount),
    }));
    return { ...period, data };
  }
}
