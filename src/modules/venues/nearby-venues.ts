import { Injectable } from '@nestjs/common';
import { CELL_REACH_M, cellOf } from './cell.ts';
import { distanceMeters, type Position } from './great-circle.ts';
import { type CellVenues, NearbyCache } from './nearby-cache.repository.ts';
import { cachedRadius } from './radius.ts';
import type { ListedVenue } from './venue.ts';
import { VenuesRepository } from './venues.repository.ts';

/** At most this many venues are ever considered: the nearest. Venues beyond them are as if out of range. */
export const MAX_CANDIDATES = 1_000;

export interface NearbyVenue extends ListedVenue {
  readonly distanceMeters: number;
}

/**
 * Venues around a position. What is the same for everybody is cached by a cell of about 100 m: all venues that anybody in the cell can reach;
 * from these each caller's own are ranked exactly.
 */
@Injectable()
export class NearbyVenues {
  constructor(
    private readonly venues: VenuesRepository,
    private readonly cache: NearbyCache,
  ) {}

  /** The nearest 1,000 venues within the radius (metres), nearest first, ties by id. */
  async around(position: Position, radiusMeters: number): Promise<NearbyVenue[]> {
    const cell = cellOf(position);
    const sharedRadius = cachedRadius(radiusMeters);
    const load = (): Promise<CellVenues> => this.load(cell.center, sharedRadius + CELL_REACH_M);
    const shared = await this.cache.through(cell.key, sharedRadius, load);
    if (shared.complete) return rank(shared.venues, position, radiusMeters);
    return rank(await this.venues.nearest(position, radiusMeters, MAX_CANDIDATES), position, radiusMeters);
  }

  private async load(center: Position, reachMeters: number): Promise<CellVenues> {
    const venues = await this.venues.nearest(center, reachMeters, MAX_CANDIDATES + 1);
    const complete = venues.length <= MAX_CANDIDATES;
    return { complete, venues: complete ? venues : [] };
  }
}

/** Those within the radius, nearest first, ties by id. */
export function rank(venues: readonly ListedVenue[], position: Position, radiusMeters: number): NearbyVenue[] {
  return venues
    .map((venue) => ({ ...venue, distanceMeters: distanceMeters(position, venue) }))
    .filter((venue) => venue.distanceMeters <= radiusMeters)
    .sort((a, b) => a.distanceMeters - b.distanceMeters || (a.id < b.id ? -1 : 1));
}
