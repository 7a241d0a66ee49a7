import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { type VenueCount, VenueCounts } from '../counters/index.ts';
import { PresencesRepository } from './presences.repository.ts';

/** A count that changed less than this ago is left for the next run: the index of presences by venue lags a little behind. */
export const SETTLED_MS = 10_000;

/** Makes counts equal to the presences that they count. */
@Injectable()
export class RecountedVenues {
  private readonly logger = new Logger(RecountedVenues.name);

  constructor(
    private readonly presences: PresencesRepository,
    private readonly counts: VenueCounts,
    private readonly clock: Clock,
  ) {}

  /** Returns how many counts were wrong and are right now. */
  async correct(venueIds: readonly string[]): Promise<number> {
    const settledSince = this.clock.now().getTime() - SETTLED_MS;
    let corrected = 0;
    for (const count of (await this.counts.many(venueIds)).values()) {
      if (count.updatedAt.getTime() <= settledSince && (await this.correctOne(count))) corrected += 1;
    }
    return corrected;
  }

  // Who comes or goes meanwhile changes the count, and then nothing is written. A heartbeat does not: it moves the person within the index,
  // where one reading could miss them, so a difference must be seen twice.
  private async correctOne(counted: VenueCount): Promise<boolean> {
    const present = await this.presences.countAt(counted.venueId);
    if (present === counted.count || present !== (await this.presences.countAt(counted.venueId))) return false;
    if (!(await this.counts.correct(counted, present, this.clock.now()))) return false;
    this.logger.warn(`The count of venue ${counted.venueId} was ${counted.count} and is corrected to ${present}`);
    return true;
  }
}
