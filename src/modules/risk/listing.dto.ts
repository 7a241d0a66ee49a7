import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn } from 'class-validator';
import { flag } from '../../platform/http/flag.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { Reason } from '../../platform/http/reason.ts';
import type { Page } from '../../shared/page.ts';
import { LISTED, type Listed } from './condition.ts';
import { EFFECTS, type Effect, type Listing } from './listing.ts';

const MAX_VALUE_LENGTH = 64;

export class AddListingDto {
  /** @example 'payee' */
  @IsIn(LISTED)
  kind!: Listed;

  /**
   * The id of a person; the id of a wallet or person that is paid; the hash of a device as decisions show it; a network address.
   * @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a'
   */
  @PlainText({ min: 2, max: MAX_VALUE_LENGTH })
  value!: string;

  /**
   * block refuses all of it at once; watch does nothing by itself, and rules may ask for it.
   * @example 'block'
   */
  @IsIn(EFFECTS)
  effect!: Effect;

  /** @example 'Named in three complaints' */
  @Reason()
  reason!: string;
}

export class RemoveListingDto {
  /** @example 'A mistake' */
  @Reason()
  reason!: string;
}

export class ListingsQueryDto extends PageQueryDto {
  /** @example 'payee' */
  @OptionalField()
  @IsIn(LISTED)
  kind?: Listed;

  /** Only this value. */
  @OptionalField()
  @PlainText({ min: 2, max: MAX_VALUE_LENGTH })
  value?: string;

  /**
   * Also what was taken off.
   * @example false
   */
  @OptionalField()
  @Transform(({ value }) => flag(value))
  @IsBoolean()
  @ApiPropertyOptional()
  all: boolean = false;
}

export class ListingDto {
  id!: string;
  @ApiProperty({ enum: LISTED, example: 'payee' })
  kind!: Listed;
  /** @example '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a' */
  value!: string;
  /** @example 'block' */
  effect!: Effect;
  /** @example 'Named in three complaints' */
  reason!: string;
  addedBy!: string;
  addedAt!: Date;
  removedReason!: string | null;
  removedBy!: string | null;
  removedAt!: Date | null;

  static from({ id, kind, value, effect, reason, addedBy, addedAt, ...removal }: Listing): ListingDto {
    const { removedReason, removedBy, removedAt } = removal;
    return { id, kind, value, effect, reason, addedBy, addedAt, removedReason, removedBy, removedAt };
  }
}

export class ListingListDto {
  data!: ListingDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static from({ data, hasMore, nextCursor }: Page<Listing>): ListingListDto {
    return { data: data.map(ListingDto.from), hasMore, nextCursor };
  }
}
