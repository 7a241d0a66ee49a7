import { Injectable } from '@nestjs/common';
import { type CountChange, type VenueCount, VenueCountsRepository } from './venue-counts.repository.ts';

export type { VenueCount } from './venue-counts.repository.ts';

/**
 * How many people are at each venue. A count is changed only together with the presence that it counts,
 * and by the job that corrects it.
 */
@Injectable()
export class VenueCounts {
  constructor(private readonly repository: VenueCountsRepository) {}

  /** The counts by venue. A venue where nobody ever was is absent. */
  many(venueIds: readonly string[]): Promise<ReadonlyMap<string, VenueCount>> {
    return this.repository.findMany(venueIds);
  }

  /** Venues with somebody there, one page after the other, in no order. */
  occupied(): AsyncIterable<readonly string[]> {
    return this.repository.occupied();
  }

  /** Sets a count that still is as it was read. False, and nothing written, when it changed meanwhile. */
  correct(counted: VenueCount, to: number, at: Date): Promise<boolean> {
    return this.repository.correct(counted, to, at);
  }

  /**
   * The action that changes a count by `delta`, for the TransactWriteItems that writes the presence. Its condition fails,
   * and with it the whole transaction, when the count would become negative.
   */
  transactItem(venueId: string, delta: number, at: Date): CountChange {
    return this.repository.transactItem(venueId, delta, at);
  }
}
