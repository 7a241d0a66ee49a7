import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { buildMessage, IsBoolean, IsNumber, Max, Min, ValidateBy } from 'class-validator';
import { flag } from '../../platform/http/flag.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { PlainText } from '../../platform/http/plain-text.ts';
import type { Page } from '../../shared/page.ts';
import { DEFAULT_RADIUS, radiusMeters, type VenueStatus } from '../venues/index.ts';
import type { PeopledVenue } from './find-nearby-venues.use-case.ts';
import { degrees } from './query-values.ts';

const Radius = (): PropertyDecorator =>
  ValidateBy({
    name: 'radius',
    validator: {
      validate: (value) => typeof value === 'string' && radiusMeters(value) !== undefined,
      defaultMessage: buildMessage(
        (each) => `${each}$property must be a distance of up to 50km, such as 500m or 2.5km`,
      ),
    },
  });

export class NearbyQueryDto extends PageQueryDto {
  /** Degrees north. */
  @ApiProperty({ type: Number, example: 40.7128 })
  @Transform(({ value }) => degrees(value))
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-90)
  @Max(90)
  lat!: number;

  /** Degrees east. */
  @ApiProperty({ type: Number, example: -74.006 })
  @Transform(({ value }) => degrees(value))
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-180)
  @Max(180)
  lng!: number;

  /**
   * How far to look: `500m`, `1km`, `2.5km`; at most `50km`. The nearest 1,000 venues are considered.
   */
  @ApiProperty({ required: false, example: DEFAULT_RADIUS })
  @OptionalField()
  @Radius()
  @ApiPropertyOptional()
  radius: string = DEFAULT_RADIUS;

  /** Only venues whose name contains this; the case of the letters does not matter. */
  @ApiProperty({ required: false, example: 'copper' })
  @OptionalField()
  @PlainText({ min: 1, max: 100 })
  q?: string;

  /** Only venues that are open. */
  @ApiProperty({ required: false, type: Boolean, example: true })
  @OptionalField()
  @Transform(({ value }) => flag(value))
  @IsBoolean()
  openNow?: boolean;
}

export class FriendDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  id!: string;
  /** @example 'Bob' */
  firstName!: string;
}

export class NearbyVenueDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'The Copper Still' */
  name!: string;
  /** @example '12 Example Street, New York' */
  address!: string;
  /** @example 'USD' */
  currency!: string;
  /** @example 'open' */
  status!: VenueStatus;
  /** @example 40.7128 */
  latitude!: number;
  /** @example -74.006 */
  longitude!: number;
  /**
   * Over the great circle, to the decimetre.
   * @example 142.3
   */
  distanceMeters!: number;
  /**
   * How many people are there.
   * @example 12
   */
  count!: number;
  /** The caller's friends who are there. */
  friends!: FriendDto[];
  /** @example [] */
  specials!: string[];

  static of(venue: PeopledVenue): NearbyVenueDto {
    const { id, name, address, currency, status, latitude, longitude, count } = venue;
    const friends = venue.friends.map(({ userId, firstName }) => ({ id: userId, firstName }));
    const distanceMeters = Math.round(venue.distanceMeters * 10) / 10;
    return { id, name, address, currency, status, latitude, longitude, distanceMeters, count, friends, specials: [] };
  }
}

export class NearbyPageDto {
  data!: NearbyVenueDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<PeopledVenue>): NearbyPageDto {
    return { data: data.map((venue) => NearbyVenueDto.of(venue)), hasMore, nextCursor };
  }
}
