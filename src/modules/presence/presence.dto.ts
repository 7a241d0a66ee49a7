import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsNumber, Max, Min } from 'class-validator';
import { flag } from '../../platform/http/flag.ts';
import { OptionalField } from '../../platform/http/optional-field.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { Uuid } from '../../platform/http/uuid.ts';
import type { Page } from '../../shared/page.ts';
import type { VenueCount } from '../counters/index.ts';
import type { FriendPresent } from './friends-present.ts';
import { expiresAt, type Presence } from './presence.ts';

export class CheckInDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  @Uuid()
  venueId!: string;

  /**
   * Where the person is; within 500 m of the venue. Degrees north.
   * @example 40.7128
   */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-90)
  @Max(90)
  lat!: number;

  /**
   * Degrees east.
   * @example -74.006
   */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(-180)
  @Max(180)
  lng!: number;

  /**
   * Would like to treat somebody.
   * @example true
   */
  @IsBoolean()
  wantsToBuy!: boolean;

  /**
   * Would like to be treated.
   * @example false
   */
  @IsBoolean()
  wantsToReceive!: boolean;
}

export class PresenceDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  venueId!: string;
  /** @example true */
  wantsToBuy!: boolean;
  /** @example false */
  wantsToReceive!: boolean;
  /** @example '2026-11-21T09:00:00.000Z' */
  checkedInAt!: string;
  /** @example '2026-11-21T09:05:00.000Z' */
  lastSeenAt!: string;
  /**
   * Four hours after the last heartbeat.
   * @example '2026-11-21T13:05:00.000Z'
   */
  expiresAt!: string;

  static of(presence: Presence): PresenceDto {
    const { venueId, wantsToBuy, wantsToReceive, checkedInAt, lastSeenAt } = presence;
    const times = { checkedInAt: checkedInAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() };
    return { venueId, wantsToBuy, wantsToReceive, ...times, expiresAt: expiresAt(presence).toISOString() };
  }
}

export class VisitorsQueryDto extends PageQueryDto {
  /** Only those who do, or who do not, want to buy. */
  @ApiProperty({ required: false, type: Boolean, example: true })
  @OptionalField()
  @Transform(({ value }) => flag(value))
  @IsBoolean()
  wantsToBuy?: boolean;

  /** Only those who do, or who do not, want to receive. */
  @ApiProperty({ required: false, type: Boolean, example: true })
  @OptionalField()
  @Transform(({ value }) => flag(value))
  @IsBoolean()
  wantsToReceive?: boolean;
}

export class VisitorDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  id!: string;
  /** @example 'Bob' */
  firstName!: string;
  /** @example true */
  wantsToBuy!: boolean;
  /** @example false */
  wantsToReceive!: boolean;

  static of({ userId, firstName, wantsToBuy, wantsToReceive }: FriendPresent): VisitorDto {
    return { id: userId, firstName, wantsToBuy, wantsToReceive };
  }
}

export class VisitorPageDto {
  data!: VisitorDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<FriendPresent>): VisitorPageDto {
    return { data: data.map((friend) => VisitorDto.of(friend)), hasMore, nextCursor };
  }
}

export class VenueCountDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  venueId!: string;
  /** @example 12 */
  count!: number;
  /**
   * When somebody last came or left; when the venue opened, if nobody ever did.
   * @example '2026-11-21T09:00:00.000Z'
   */
  updatedAt!: string;

  static of({ venueId, count, updatedAt }: VenueCount): VenueCountDto {
    return { venueId, count, updatedAt: updatedAt.toISOString() };
  }
}
