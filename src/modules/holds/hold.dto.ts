import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { holdStatusAt, type Hold, type HoldStatus } from '../../ledger/core/index.ts';
import { AmountMinor, Currency } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { CapturedHold } from './hold-postings.ts';

const MAX_HOLD_SECONDS = 31_536_000;
const MAX_DESCRIPTION_LENGTH = 500;

export class PlaceHoldDto {
  /**
   * A wallet of yours.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a'
   */
  @Uuid()
  walletId!: string;

  /**
   * In whose favour; a capture must name the target when the hold does not.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5b'
   */
  @OptionalField()
  @Uuid()
  toWalletId?: string;

  /** Minor units. */
  @AmountMinor()
  amount!: number;

  @Currency()
  currency!: string;

  /**
   * How long the hold lasts: to the millisecond, at most a year.
   * @example 3600
   */
  @IsInt()
  @Min(1)
  @Max(MAX_HOLD_SECONDS)
  expiresInSeconds!: number;

  /**
   * What it is for; also said of the transfers that capture it.
   * @example 'Deposit for the table'
   */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_DESCRIPTION_LENGTH })
  description?: string;
}

export class CaptureHoldDto {
  /** Minor units; all that is left of the hold when absent. */
  @OptionalField()
  @AmountMinor()
  amount?: number;

  /** Another wallet than the hold's target. */
  @OptionalField()
  @Uuid()
  toWalletId?: string;

  /**
   * Release the rest; with false more captures may follow.
   * @example true
   */
  @OptionalField()
  @IsBoolean()
  @ApiPropertyOptional()
  final: boolean = true;
}

export class HoldDto {
  id!: string;
  walletId!: string;
  toWalletId!: string | null;
  /** @example 'pending' */
  status!: HoldStatus;
  /** @example 5000 */
  amount!: number;
  /** @example 0 */
  capturedAmount!: number;
  /** @example 'INR' */
  currency!: string;
  /** @example 'Deposit for the table' */
  description!: string | null;
  expiresAt!: Date;
  createdAt!: Date;

  static at(hold: Hold, moment: Date): HoldDto {
    return {
      id: hold.id,
      walletId: hold.debit,
      toWalletId: hold.credit,
      status: holdStatusAt(hold, moment),
      amount: onWire(hold.amount),
      capturedAmount: onWire(hold.captured),
      currency: hold.asset,
      description: hold.description,
      expiresAt: hold.expiresAt,
      createdAt: hold.createdAt,
    };
  }
}

export class CapturedHoldDto extends HoldDto {
  /**
   * The transfer that this capture made.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d'
   */
  transferId!: string;

  static of({ hold, transferId }: CapturedHold, moment: Date): CapturedHoldDto {
    return { ...HoldDto.at(hold, moment), transferId };
  }
}
