import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ACCOUNT_KINDS, type AccountKind, type NormalSide } from '../../ledger/core/index.ts';
import { Currency, INTEGER_OR_TEXT } from '../../platform/http/money.dto.ts';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Uuid } from '../../platform/http/uuid.ts';

export class TrialBalanceQueryDto {
  /** By effective time; now when absent. */
  @OptionalField()
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
  @ApiProperty(INTEGER_OR_TEXT)
  debits!: number | string;
  /** @example 1250000 */
  @ApiProperty(INTEGER_OR_TEXT)
  credits!: number | string;
  /**
   * Debits less credits: zero.
   * @example 0
   */
  @ApiProperty(INTEGER_OR_TEXT)
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

export class AccountsQueryDto extends PageQueryDto {
  /** @example 'platform-fee:INR' */
  @OptionalField()
  @PlainText({ min: 1, max: 200 })
  code?: string;

  /** @example 'venue-payable' */
  @OptionalField()
  @IsIn(Object.keys(ACCOUNT_KINDS))
  kind?: AccountKind;

  /** A user's or a venue's id. */
  @OptionalField()
  @Uuid()
  ownerId?: string;

  @OptionalField()
  @Currency()
  asset?: string;
}

export class AccountDto {
  id!: string;
  /** @example 'platform-fee:INR' */
  code!: string;
  /** @example 'platform-fee' */
  kind!: string;
  ownerId!: string | null;
  /** @example 'INR' */
  asset!: string;
  /** @example 'credit' */
  normalSide!: NormalSide;
  /**
   * In the account's own direction, in minor units.
   * @example 1250
   */
  @ApiProperty(INTEGER_OR_TEXT)
  balance!: number | string;
  /** @example 0 */
  pendingIn!: number;
  /** @example 0 */
  pendingOut!: number;
  /** @example 'open' */
  status!: string;
  /** @example 3 */
  version!: number;
}

export class AccountListDto {
  data!: AccountDto[];
  /** @example false */
  hasMore!: boolean;
  nextCursor!: string | null;
}
