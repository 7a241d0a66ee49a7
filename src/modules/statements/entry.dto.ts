import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn } from 'class-validator';
import { AmountMinor, INTEGER_OR_TEXT } from '../../platform/http/money.dto.ts';
import { Moment } from '../../platform/http/moment.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { wholeNumber } from '../../platform/http/whole-number.ts';

const MAX_KIND_LENGTH = 50;
const MAX_REFERENCE_LENGTH = 255;

/** All that is asked for must hold. A page may have fewer entries than `limit`, even none, and still have a next. */
export class EntriesQueryDto extends PageQueryDto {
  /**
   * First effective time.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  from?: string;

  /**
   * Effective time to stop before.
   * @example '2026-12-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  to?: string;

  /**
   * First time of recording.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  recordedFrom?: string;

  /**
   * Time of recording to stop before.
   * @example '2026-12-01T00:00:00.000Z'
   */
  @OptionalField()
  @Moment()
  recordedTo?: string;

  /**
   * What kind of transfer made it.
   * @example 'transfer'
   */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_KIND_LENGTH })
  kind?: string;

  /**
   * What came in, or what went out.
   * @example 'out'
   */
  @OptionalField()
  @IsIn(['in', 'out'])
  direction?: 'in' | 'out';

  /**
   * Minor units, without sign.
   * @example 1000
   */
  @OptionalField()
  @Transform(({ value }) => wholeNumber(value))
  @AmountMinor()
  minAmount?: number;

  /**
   * Minor units, without sign.
   * @example 5000
   */
  @OptionalField()
  @Transform(({ value }) => wholeNumber(value))
  @AmountMinor()
  maxAmount?: number;

  /**
   * The transfer's reference, to the letter.
   * @example 'dinner-2026-11-20'
   */
  @OptionalField()
  @PlainText({ min: 1, max: MAX_REFERENCE_LENGTH })
  reference?: string;
}

class EntryFieldsDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5d' */
  id!: string;
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b51' */
  transferId!: string;
  /**
   * Signed, in minor units: positive came in, negative went out.
   * @example -1250
   */
  amount!: number;
  /**
   * What kind of transfer it was.
   * @example 'transfer'
   */
  operationType!: string;
  /** @example 'dinner-2026-11-20' */
  reference!: string | null;
  /** @example 'Dinner on Friday' */
  description!: string | null;
  /** @example '2026-11-20T20:15:00.000Z' */
  effectiveAt!: Date;
  /** @example '2026-11-20T20:15:00.000Z' */
  createdAt!: Date;
}

export class EntryDto extends EntryFieldsDto {
  /** @example 126250 */
  balanceBefore!: number;
  /** @example 125000 */
  balanceAfter!: number;
}

export class EntryListDto {
  data!: EntryDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}

export class AccountEntryDto extends EntryFieldsDto {
  /**
   * In the account's own direction, in minor units, as a decimal string when it is beyond 2^53 - 1.
   * @example 126250
   */
  @ApiProperty(INTEGER_OR_TEXT)
  balanceBefore!: number | string;
  /** @example 125000 */
  @ApiProperty(INTEGER_OR_TEXT)
  balanceAfter!: number | string;
}

export class AccountEntryListDto {
  data!: AccountEntryDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
