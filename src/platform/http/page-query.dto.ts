import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../shared/page.ts';
import { OptionalField } from './optional-field.ts';
import { wholeNumber } from './whole-number.ts';

export const MAX_CURSOR_LENGTH = 2048;

/** The query of every list. */
export class PageQueryDto {
  /**
   * How many items at most.
   * @example 20
   */
  @OptionalField()
  @Transform(({ value }) => wholeNumber(value))
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE_SIZE)
  @ApiPropertyOptional()
  limit: number = DEFAULT_PAGE_SIZE;

  /** The `nextCursor` of the page before. */
  @OptionalField()
  @IsString()
  @MaxLength(MAX_CURSOR_LENGTH)
  cursor?: string;
}
