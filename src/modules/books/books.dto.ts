import { IsOptional } from 'class-validator';
import { Moment } from '../../platform/http/moment.ts';

export class TrialBalanceQueryDto {
  /** By effective time; now when absent. */
  @IsOptional()
  @Moment()
  asOf?: string;
}

export class TrialBalanceAssetDto {
  /** @example 'INR' */
  asset!: string;
  /**
   * The sum of all balances on the debit side, in minor units, as a decimal string when it is beyond 2^53 - 1.
   * @example 1250000
   */
  debits!: number | string;
  /** @example 1250000 */
  credits!: number | string;
  /**
   * Debits less credits: zero.
   * @example 0
   */
  net!: number | string;
}

export class TrialBalanceDto {
  /** @example true */
  balanced!: boolean;
  assets!: TrialBalanceAssetDto[];
}

export class BrokenInvariantDto {
  /** @example 'every asset sums to zero' */
  check!: string;
  /** @example 'INR' */
  subject!: string;
  /** @example '1' */
  found!: string;
}

export class CheckedDto {
  /** @example 12 */
  accounts!: number;
  /** @example 340 */
  transfers!: number;
  /** @example 680 */
  entries!: number;
}

export class VerificationDto {
  /** @example true */
  ok!: boolean;
  checked!: CheckedDto;
  problems!: BrokenInvariantDto[];
}
