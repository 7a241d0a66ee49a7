import { Injectable } from '@nestjs/common';
import { type VenueCount, VenueCounts } from '../counters/index.ts';
import { Venues } from '../venues/index.ts';

/** How many people are at a venue. Where nobody ever was, that is zero since the venue opened. Refuses `not_found`. */
@Injectable()
export class CountVisitors {
  constructor(
    private readonly venues: Venues,
    private readonly counts: VenueCounts,
  ) {}

  async execute(venueId: string): Promise<VenueCount> {
    const venue = await this.venues.require(venueId);
    const counts = await this.counts.many([venue.id]);
    return counts.get(venue.id) ?? { venueId: venue.id, count: 0, updatedAt: venue.createdAt };
  }
}
