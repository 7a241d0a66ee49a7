import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { distanceMeters, type Venue, Venues } from '../venues/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Settings } from '../settings/index.ts';
import type { Presence } from './presence.ts';
import { Presences } from './presences.ts';

interface CheckInCommand {
  readonly userId: string;
  readonly venueId: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly wantsToBuy: boolean;
  readonly wantsToReceive: boolean;
}

/**
 * Says that a person is at a venue: the first time it is a check-in, afterwards a heartbeat; from another venue it is a move. Refuses `not_found`
 * (no such venue), `venue_closed` and `too_far_from_venue`.
 */
@Injectable()
export class CheckIn {
  constructor(
    private readonly venues: Venues,
    private readonly presences: Presences,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, venueId, wantsToBuy, wantsToReceive, ...position }: CheckInCommand): Promise<Presence> {
    const venue = await this.venues.require(venueId);
    demandNear(venue, position, this.settings.get('presence.max_check_in_meters'));
    const now = this.clock.now();
    const times = { checkedInAt: now, lastSeenAt: now };
    const wanted = { userId, venueId: venue.id, wantsToBuy, wantsToReceive };
    return this.presences.put({ ...wanted, ...times });
  }
}

function demandNear(venue: Venue, position: { latitude: number; longitude: number }, maxMeters: number): void {
  if (venue.status === 'closed') throw refuse('venue_closed');
  const away = distanceMeters(venue, position);
  if (away > maxMeters) throw refuse('too_far_from_venue', `You must be within ${maxMeters} m of the venue`);
}
