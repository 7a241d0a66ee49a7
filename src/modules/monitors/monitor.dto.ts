import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { INTEGER_OR_TEXT } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import type { Page } from '../../shared/page.ts';
import { wideOnWire } from '../../shared/money-on-wire.ts';
import type { MonitorState } from './monitor-state.ts';
import {
  MONITOR_DIRECTIONS,
  MONITOR_METRICS,
  type Monitor,
  type MonitorDirection,
  type MonitorMetric,
} from './monitor.ts';

/** A balance to compare with, in minor units: unlike an amount it may be zero or below. */
function BalanceMinor(): PropertyDecorator {
  const [minimum, maximum] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return applyDecorators(
    ApiProperty({ type: 'integer', format: 'int64', minimum, maximum, example: 10_000 }),
    IsInt(),
    Min(minimum),
    Max(maximum),
  );
}

export class WatchWalletDto {
  /**
   * Which balance: what is booked, what may be spent, or what is held.
   * @example 'available'
   */
  @IsIn(MONITOR_METRICS)
  metric!: MonitorMetric;

  /**
   * On which side of the threshold it fires.
   * @example 'below'
   */
  @IsIn(MONITOR_DIRECTIONS)
  direction!: MonitorDirection;

  /**
   * Minor units. It fires beyond it, not at it.
   * @example 10000
   */
  @BalanceMinor()
  threshold!: number;

  /**
   * Where it re-arms after it fired, on the other side of the threshold or at it; the threshold when absent. Some distance keeps
   * a balance that goes to and fro from firing each time.
   * @example 12000
   */
  @OptionalField()
  @BalanceMinor()
  rearmAt?: number;
}

export class WatchAccountDto extends WatchWalletDto {
  /**
   * Any account of the ledger.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a'
   */
  @Uuid()
  accountId!: string;
}

export class MonitorsQueryDto extends PageQueryDto {
  /** Only those on this account. */
  @OptionalField()
  @Uuid()
  accountId?: string;
}

export class MonitorDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5e' */
  id!: string;
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a' */
  accountId!: string;
  /** @example 'INR' */
  currency!: string;
  /** @example 'available' */
  metric!: MonitorMetric;
  /** @example 'below' */
  direction!: MonitorDirection;
  /** @example 10000 */
  @ApiProperty(INTEGER_OR_TEXT)
  threshold!: number | string;
  /** @example 12000 */
  @ApiProperty(INTEGER_OR_TEXT)
  rearmAt!: number | string;
  /**
   * Armed until it fires, fired until the balance is back.
   * @example 'armed'
   */
  state!: MonitorState;
  /**
   * The balance when it was last looked at.
   * @example 25000
   */
  @ApiProperty(INTEGER_OR_TEXT)
  lastValue!: number | string;
  /** @example '2026-11-20T20:15:00.000Z' */
  lastFiredAt!: Date | null;
  /**
   * One more each time it fired or re-armed.
   * @example 1
   */
  version!: number;
  /** @example '2026-11-20T20:15:00.000Z' */
  createdAt!: Date;

  static from(this: void, monitor: Monitor): MonitorDto {
    const { id, accountId, currency, metric, direction, state, lastFiredAt, version, createdAt } = monitor;
    return {
      ...{ id, accountId, currency, metric, direction, state, lastFiredAt, version, createdAt },
      threshold: wideOnWire(monitor.threshold),
      rearmAt: wideOnWire(monitor.rearmAt),
      lastValue: wideOnWire(monitor.lastValue),
    };
  }
}

export class MonitorListDto {
  data!: MonitorDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from(page: Page<Monitor>): MonitorListDto {
    return { ...page, data: page.data.map(MonitorDto.from) };
  }
}
