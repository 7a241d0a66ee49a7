import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Moment } from '../../platform/http/moment.ts';
import { INTEGER_OR_TEXT } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { AccountEntryDto, EntryDto } from './entry.dto.ts';
import { STATEMENT_FORMATS, type StatementFormat } from './statement.ts';

/** At most 366 days. `limit` and `cursor` are for JSON; a file is whole. */
export class StatementQueryDto extends PageQueryDto {
  /**
   * First time of recording.
   * @example '2026-11-01T00:00:00.000Z'
   */
  @Moment()
  from!: string;

  /**
   * Time of recording to stop before.
   * @example '2026-12-01T00:00:00.000Z'
   */
  @Moment()
  to!: string;

  /** @example 'json' */
  @OptionalField()
  @IsIn(STATEMENT_FORMATS)
  @ApiPropertyOptional()
  format: StatementFormat = 'json';
}

class StatementFieldsDto {
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a' */
  accountId!: string;
  /** @example 'INR' */
  currency!: string;
  /** @example '2026-11-01T00:00:00.000Z' */
  from!: Date;
  /** @example '2026-12-01T00:00:00.000Z' */
  to!: Date;
  /**
   * How many lines it has in all.
   * @example 3
   */
  lineCount!: number;
}

/** Opening balance + in - out = closing balance. The same on every page, whatever was posted meanwhile. */
export class StatementDto extends StatementFieldsDto {
  /** @example 100000 */
  openingBalance!: number;
  /**
   * What came in, in minor units.
   * @example 50000
   */
  @ApiProperty(INTEGER_OR_TEXT)
  totalIn!: number | string;
  /**
   * What went out, in minor units, without sign.
   * @example 25000
   */
  @ApiProperty(INTEGER_OR_TEXT)
  totalOut!: number | string;
  /** @example 125000 */
  closingBalance!: number;
  data!: EntryDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}

/** The same of any account: its balances may be beyond what a JSON number carries; those are decimal strings. */
export class AccountStatementDto extends StatementFieldsDto {
  /** @example 100000 */
  @ApiProperty(INTEGER_OR_TEXT)
  openingBalance!: number | string;
  /** @example 50000 */
  @ApiProperty(INTEGER_OR_TEXT)
  totalIn!: number | string;
  /** @example 25000 */
  @ApiProperty(INTEGER_OR_TEXT)
  totalOut!: number | string;
  /** @example 125000 */
  @ApiProperty(INTEGER_OR_TEXT)
  closingBalance!: number | string;
  data!: AccountEntryDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;
}
