import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { type Page, pageOf } from '../../shared/page.ts';
import { VenueCounts } from '../counters/index.ts';
import { type NearbyVenue, NearbyVenues } from '../venues/index.ts';
import { type FriendPresent, FriendsPresent } from './friends-present.ts';

interface NearbyQuery {
  readonly callerId: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMeters: number;
  /** Part of the name; the case of the letters does not matter. */
  readonly nameContains?: string;
  readonly openNow?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

export interface PeopledVenue extends NearbyVenue {
  readonly count: number;
  readonly friends: readonly FriendPresent[];
}

/**
 * Venues around a position, nearest first, with how many people and which of the caller's friends are there. At most the nearest 1,000 within
 * the radius are considered. Refuses `invalid_cursor`.
 */
@Injectable()
export class FindNearbyVenues {
  constructor(
    private readonly nearby: NearbyVenues,
    private readonly counts: VenueCounts,
    private readonly friends: FriendsPresent,
    private readonly cursors: Cursors,
  ) {}

  async execute(query: NearbyQuery): Promise<Page<PeopledVenue>> {
    const { callerId, limit, cursor, ...filters } = query;
    const after = this.cursors.decode('nearby-venues', filters, cursor);
    const candidates = await this.nearby.around(query, query.radiusMeters);
    const wanted = candidates.filter((venue) => matches(venue, query) && isAfter(venue, after));
    const { rows, hasMore } = pageOf(wanted, limit);
    const last = rows.at(-1);
    const position = last && [String(last.distanceMeters), last.id];
    const nextCursor = hasMore && position ? this.cursors.encode('nearby-venues', filters, position) : null;
    return { data: await this.withPeople(rows, callerId), hasMore, nextCursor };
  }

  private async withPeople(venues: readonly NearbyVenue[], callerId: string): Promise<PeopledVenue[]> {
    const ids = venues.map(({ id }) => id);
    const counts = await this.counts.many(ids);
    // Where nobody is, no friend is: most searches end without asking for friends.
    const peopled = ids.filter((id) => (counts.get(id)?.count ?? 0) > 0);
    const present = peopled.length === 0 ? [] : await this.friends.at(peopled, callerId);
    return venues.map((venue) => ({
      ...venue,
      count: counts.get(venue.id)?.count ?? 0,
      friends: present.filter(({ venueId }) => venueId === venue.id),
    }));
  }
}

function matches(venue: NearbyVenue, { nameContains = '', openNow = false }: NearbyQuery): boolean {
  if (openNow && venue.status !== 'open') return false;
  return venue.name.toLowerCase().includes(nameContains.toLowerCase());
}

// JavaScript writes a number so that it reads the same number again: the position survives being text.
function isAfter(venue: NearbyVenue, position: readonly string[] | undefined): boolean {
  if (!position) return true;
  const [distance = '', id = ''] = position;
  const difference = venue.distanceMeters - Number(distance);
  return difference > 0 || (difference === 0 && venue.id > id);
}
