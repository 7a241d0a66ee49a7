import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { type Box, boxesAround, EARTH_RADIUS_M, type Position } from './great-circle.ts';
import type { ListedVenue, Venue, VenueChanges, VenueStatus } from './venue.ts';

/** The exact rank is given by `distanceMeters`; here it must only not leave out what rounds differently. */
const ROUNDING_M = 0.01;

@Injectable()
export class VenuesRepository {
  constructor(private readonly postgres: Postgres) {}

  async find(id: string): Promise<Venue | undefined> {
    const row = await this.postgres.prisma.venue.findUnique({ where: { id } });
    return row ? toVenue(row) : undefined;
  }

  /** Locks the venue, so that its version can be compared and changed. */
  async lock(tx: Tx, id: string): Promise<Venue | undefined> {
    await tx.$queryRaw`select 1 from venue where id = ${id}::uuid for no key update`;
    const row = await tx.venue.findUnique({ where: { id } });
    return row ? toVenue(row) : undefined;
  }

  async insert(tx: Tx, venue: Venue): Promise<void> {
    await tx.venue.create({ data: { ...venue } });
  }

  async update(tx: Tx, id: string, changes: VenueChanges, at: Date): Promise<Venue> {
    const data = { ...changes, updatedAt: at, version: { increment: 1 } };
    return toVenue(await tx.venue.update({ where: { id }, data }));
  }

  /**
   * The `limit` venues nearest to a position and within a radius, nearest first. The GiST index gives what lies in the boxes around the circle;
   * the great circle decides the rest.
   */
  async nearest(center: Position, radiusMeters: number, limit: number): Promise<ListedVenue[]> {
    const inSomeBox = Prisma.join(boxesAround(center, radiusMeters).map(inBox), ' or ');
    const distance = distanceFrom(center);
    return this.postgres.prisma.$queryRaw<ListedVenue[]>`
      select id, name, address, currency, status, latitude, longitude
        from (select v.*, ${distance} as distance from venue v where ${inSomeBox}) as near
       where distance <= ${radiusMeters + ROUNDING_M}
       order by distance, id
       limit ${limit}`;
  }
}

const inBox = ({ south, north, west, east }: Box): Prisma.Sql => Prisma.sql`
  point(longitude, latitude) <@ box(point(${west}::float8, ${south}::float8), point(${east}::float8, ${north}::float8))`;

const distanceFrom = ({ latitude, longitude }: Position): Prisma.Sql => Prisma.sql`
  ${2 * EARTH_RADIUS_M}::float8 * asin(least(1, sqrt(
    power(sin(radians(v.latitude - ${latitude}::float8) / 2), 2)
    + cos(radians(${latitude}::float8)) * cos(radians(v.latitude)) * power(sin(radians(v.longitude - ${longitude}::float8) / 2), 2))))`;

function toVenue(row: Omit<Venue, 'status'> & { status: string }): Venue {
  return { ...row, status: row.status as VenueStatus };
}
