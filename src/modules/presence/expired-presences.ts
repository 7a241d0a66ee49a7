import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { goneSince, type Presence } from './presence.ts';
import { PresenceConflict } from './presence-conflict.ts';
import { PresenceMoves } from './presence-moves.repository.ts';
import { PresencesRepository } from './presences.repository.ts';

/** At most this many a venue and run; the next run takes the rest. */
const MAX_PER_VENUE = 200;

/** Removes presences that are past their time, each together with its count. */
@Injectable()
export class ExpiredPresences {
  constructor(
    private readonly repository: PresencesRepository,
    private readonly moves: PresenceMoves,
    private readonly clock: Clock,
  ) {}

  /** Returns how many were removed. */
  async removeFrom(venueId: string): Promise<number> {
    const now = this.clock.now();
    let removed = 0;
    for (const presence of await this.repository.lastSeenUntil(venueId, goneSince(now), MAX_PER_VENUE)) {
      if (await this.remove(presence, now)) removed += 1;
    }
    return removed;
  }

  // Who came back, left or was removed meanwhile is left alone: the condition on the revision fails.
  private async remove(presence: Presence, now: Date): Promise<boolean> {
    try {
      await this.moves.leave(presence, now);
      return true;
    } catch (error) {
      if (error instanceof PresenceConflict) return false;
      throw error;
    }
  }
}
