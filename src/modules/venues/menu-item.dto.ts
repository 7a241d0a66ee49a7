import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';
import { AmountMinor } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Page } from '../../shared/page.ts';
import type { MenuItem, MenuItemChanges, Venue } from './venue.ts';

const MAX_VERSION = 2 ** 31 - 1;

export class AddMenuItemDto {
  /** @example 'Old Fashioned' */
  @PlainText({ min: 1, max: 200 })
  name!: string;

  /**
   * Minor units of the venue's currency.
   * @example 1250
   */
  @AmountMinor()
  price!: number;

  /** @example 'Cocktails' */
  @IsOptional()
  @PlainText({ min: 1, max: 100 })
  category?: string | null;
}

/** Only what is given is changed. */
export class UpdateMenuItemDto {
  /** @example 'Old Fashioned' */
  @OptionalField()
  @PlainText({ min: 1, max: 200 })
  name?: string;

  /**
   * Minor units of the venue's currency.
   * @example 1350
   */
  @OptionalField()
  @AmountMinor()
  price?: number;

  /**
   * null removes it.
   * @example 'Cocktails'
   */
  @IsOptional()
  @PlainText({ min: 1, max: 100 })
  category?: string | null;

  /**
   * Whether it can be ordered.
   * @example true
   */
  @OptionalField()
  @IsBoolean()
  available?: boolean;

  /** The version you read; another one is a 412. `If-Match` says the same. */
  @OptionalField()
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  version?: number;

  static changes({ name, price, category, available }: UpdateMenuItemDto): MenuItemChanges {
    return { name, category, available, price: price === undefined ? undefined : BigInt(price) };
  }
}

export class MenuItemDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  venueId!: string;
  /** @example 'Old Fashioned' */
  name!: string;
  /** @example 'Cocktails' */
  category!: string | null;
  /**
   * Minor units.
   * @example 1250
   */
  price!: number;
  /** @example 'USD' */
  currency!: string;
  /** @example true */
  available!: boolean;
  /** @example 1 */
  version!: number;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  updatedAt!: string;

  static of({ venue, item }: { venue: Venue; item: MenuItem }): MenuItemDto {
    const { id, venueId, name, category, price, available, version, createdAt, updatedAt } = item;
    const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
    return {
      id,
      venueId,
      name,
      category,
      price: onWire(price),
      currency: venue.currency,
      available,
      version,
      ...times,
    };
  }
}

export class MenuDto {
  data!: MenuItemDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ venue, page }: { venue: Venue; page: Page<MenuItem> }): MenuDto {
    const { data, hasMore, nextCursor } = page;
    return { data: data.map((item) => MenuItemDto.of({ venue, item })), hasMore, nextCursor };
  }
}
