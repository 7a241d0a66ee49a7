import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { OptionalField } from '../../platform/http/optional-field.ts';
import type { Page } from '../../shared/page.ts';
import type { DatedRate } from './rate.ts';

/** A decimal number above zero. */
const RATE_PATTERN = /^(?=.*[1-9])\d{1,10}(\.\d{1,10})?$/;
const MAX_SPREAD_BASIS_POINTS = 5_000;
const MAX_VALID_SECONDS = 7 * 24 * 3_600;

export class SetRateDto {
  /**
   * Units of the second currency that one unit of the first is worth: a decimal with at most 10 decimals.
   * @example '83.2150'
   */
  @IsString()
  @Matches(RATE_PATTERN, { message: '$property must be a decimal number above zero with at most 10 decimals' })
  @ApiProperty({ type: 'string', pattern: RATE_PATTERN.source })
  rate!: string;

  /**
   * Our share of each exchange, in either direction, in hundredths of a percent.
   * @example 50
   */
  @IsInt()
  @Min(0)
  @Max(MAX_SPREAD_BASIS_POINTS)
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_SPREAD_BASIS_POINTS })
  spreadBasisPoints!: number;

  /**
   * For how long it may be used; as long as we allow any rate when absent, and never longer.
   * @example 3600
   */
  @OptionalField()
  @IsInt()
  @Min(1)
  @Max(MAX_VALID_SECONDS)
  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_VALID_SECONDS, required: false })
  validForSeconds?: number;

  /**
   * That it is meant to be more than 20 % away from the pair's last rate. Whoever set that one may not say so.
   * @example false
   */
  @OptionalField()
  @IsBoolean()
  outOfBand?: boolean;
}

export class RateDto {
  /** @example 'USD' */
  base!: string;
  /** @example 'INR' */
  quote!: string;
  /**
   * Units of `quote` for one of `base`, before our spread.
   * @example '83.215'
   */
  rate!: string;
  /** @example 50 */
  spreadBasisPoints!: number;
  /** @example 3600 */
  validForSeconds!: number | null;
  /**
   * From then on it is too old to be quoted.
   * @example '2026-11-21T10:00:00.000Z'
   */
  validUntil!: string;
  /**
   * Who set it.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f'
   */
  setBy!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;

  static from({ validUntil, createdAt, ...rate }: DatedRate): RateDto {
    const { base, quote, rate: perUnit, spreadBasisPoints, validForSeconds, setBy } = rate;
    const times = { validUntil: validUntil.toISOString(), createdAt: createdAt.toISOString() };
    return { base, quote, rate: perUnit, spreadBasisPoints, validForSeconds, setBy, ...times };
  }
}

export class RateListDto {
  data!: RateDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<DatedRate>): RateListDto {
    return { data: data.map((rate) => RateDto.from(rate)), hasMore, nextCursor };
  }
}
