import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { Currency } from '../../platform/http/money.dto.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import { PublicUrl } from '../../platform/http/public-url.ts';
import { VENUE_STATUSES, type Venue, type VenueStatus } from './venue.ts';

const MAX_VERSION = 2 ** 31 - 1;

export class CreateVenueDto {
  /** @example 'The Copper Still' */
  @PlainText({ min: 1, max: 200 })
  name!: string;

  /**
   * Degrees north.
   * @example 40.7128
   */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-90)
  @Max(90)
  latitude!: number;

  /**
   * Degrees east.
   * @example -74.006
   */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-180)
  @Max(180)
  longitude!: number;

  /** @example '12 Example Street, New York' */
  @PlainText({ min: 1, max: 500 })
  address!: string;

  /**
   * The currency of its prices. It cannot be changed later.
   * @example 'USD'
   */
  @Currency()
  currency!: string;

  /**
   * https, with a public host name.
   * @example 'https://images.example/copper-still.jpg'
   */
  @IsOptional()
  @PublicUrl()
  coverImageUrl?: string | null;
}

/** Only what is given is changed. */
export class UpdateVenueDto {
  /** @example 'The Copper Still' */
  @OptionalField()
  @PlainText({ min: 1, max: 200 })
  name?: string;

  /** @example 40.7128 */
  @OptionalField()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-90)
  @Max(90)
  latitude?: number;

  /** @example -74.006 */
  @OptionalField()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-180)
  @Max(180)
  longitude?: number;

  /** @example '12 Example Street, New York' */
  @OptionalField()
  @PlainText({ min: 1, max: 500 })
  address?: string;

  /**
   * https, with a public host name; null removes it.
   * @example 'https://images.example/copper-still.jpg'
   */
  @IsOptional()
  @PublicUrl()
  coverImageUrl?: string | null;

  /** @example 'open' */
  @ApiProperty({ required: false, enum: VENUE_STATUSES })
  @OptionalField()
  @IsIn(VENUE_STATUSES)
  status?: VenueStatus;

  /** The version you read; another one is a 412. `If-Match` says the same. */
  @OptionalField()
  @IsInt()
  @Min(1)
  @Max(MAX_VERSION)
  version?: number;
}

export class VenueDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'The Copper Still' */
  name!: string;
  /** @example '12 Example Street, New York' */
  address!: string;
  /** @example 'USD' */
  currency!: string;
  /** @example 40.7128 */
  latitude!: number;
  /** @example -74.006 */
  longitude!: number;
  /** @example 'https://images.example/copper-still.jpg' */
  coverImageUrl!: string | null;
  /** @example 'open' */
  status!: VenueStatus;
  /** @example 3 */
  version!: number;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  updatedAt!: string;

  static of({ id, name, address, currency, latitude, longitude, coverImageUrl, ...rest }: Venue): VenueDto {
    const { status, version, createdAt, updatedAt } = rest;
    const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
    return { id, name, address, currency, latitude, longitude, coverImageUrl, status, version, ...times };
  }
}
