import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Venue } from './venue.ts';
import { Venues } from './venues.ts';

/** Who may change a venue: its managers, and admins. */
@Injectable()
export class VenueManagers {
  constructor(private readonly venues: Venues) {}

  /** The venue, when the caller manages it. Refuses `not_found`, `forbidden`. */
  async demand(caller: Principal, venueId: string): Promise<Venue> {
    const venue = await this.venues.require(venueId);
    if (caller.roles.includes('admin')) return venue;
    const role = await this.venues.staffRole(venueId, caller.id);
    if (role !== 'manager') throw refuse('forbidden', 'Only a manager of this venue may do this');
    return venue;
  }
}
