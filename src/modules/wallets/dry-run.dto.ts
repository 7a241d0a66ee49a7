import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { flag } from '../../platform/http/flag.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { TriedPosting, TriedResult } from './dry-runs.ts';

export class DryRunQueryDto {
  /**
   * Say what it would do, and do nothing. Needs no Idempotency-Key, and uses none up.
   * @example true
   */
  @OptionalField()
  @Transform(({ value }) => flag(value))
  @IsBoolean()
  dryRun?: boolean;
}

export class DryRunPostingDto {
  walletId!: string;
  /**
   * Signed, in minor units: positive comes in, negative goes out; 0 for a hold, which moves nothing.
   * @example -1250
   */
  amount!: number;
  /**
   * Of a wallet of yours only.
   * @example 126250
   */
  balanceBefore?: number;
  /** @example 125000 */
  balanceAfter?: number;
  /**
   * What you could spend when everything that was asked for is done.
   * @example 120000
   */
  availableAfter?: number;

  static from({ walletId, amount, ...own }: TriedPosting): DryRunPostingDto {
    const balances = Object.entries(own).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, onWire(value)] as const],
    );
    return { walletId, amount: onWire(amount), ...Object.fromEntries(balances) };
  }
}

export class DryRunResultDto {
  /** @example 0 */
  index!: number;
  /** @example 'posted' */
  status!: 'posted' | 'refused';
  /**
   * Why it would be refused.
   * @example 'insufficient_funds'
   */
  code?: string;
  /** Empty where nothing would be written: for a refusal, and for what was posted before. */
  postings!: DryRunPostingDto[];
}

export class DryRunDto {
  /** @example true */
  dryRun!: true;
  results!: DryRunResultDto[];

  static from(results: readonly TriedResult[]): DryRunDto {
    const views = results.map(({ postings, ...result }) => ({
      ...result,
      postings: postings.map(DryRunPostingDto.from),
    }));
    return { dryRun: true, results: views };
  }
}
