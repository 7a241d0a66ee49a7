import { Injectable } from '@nestjs/common';
import { Cache } from '../../platform/redis/index.ts';
import type { ListedVenue } from './venue.ts';
import { keptSeconds } from '../../shared/retention.ts';

const CACHE_SECONDS = keptSeconds('nearbyVenues');
/** Everything that is cached of venues is under this tag, and is forgotten when any venue is made or changed. */
const VENUES_TAG = 'venues';

export interface CellVenues {
  /** False when the cell's surroundings hold more than may be considered; then `venues` is empty and each caller asks for exactly theirs. */
  readonly complete: boolean;
  readonly venues: readonly ListedVenue[];
}

/** What all callers in one cell may know of the venues around it. */
@Injectable()
export class NearbyCache {
  constructor(private readonly cache: Cache) {}

  /** What is cached for a cell and one of the few radii that are cached, or what `load` gives, which is then kept for five minutes. */
  through(cellKey: string, radiusMeters: number, load: () => Promise<CellVenues>): Promise<CellVenues> {
    return this.cache.through(`venues:${cellKey}:${radiusMeters}`, CACHE_SECONDS, load, { tag: VENUES_TAG });
  }

  /** Call it after a change of any venue is committed. */
  async forget(): Promise<void> {
    await this.cache.invalidate(VENUES_TAG);
  }
}
