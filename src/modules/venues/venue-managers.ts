import { Injectable } from '@nestjs/common';
import type { PermissionName } from '../../platform/http/permissions.ts';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Venue } from './venue.ts';
import { Venues } from './venues.ts';

const MANAGE_ANY: PermissionName = 'venues:manage-any';

/** Who may change a venue: those whom its staff list names managers, and those who may manage any. */
@Injectable()
export class VenueManagers {
  constructor(private readonly venues: Venues) {}

  /** The venue, when the caller manages it. Refuses `not_found`, `forbidden`. */
  async demand(caller: Principal, venueId: string): Promise<Venue> {
    const venue = await this.venues.require(venueId);
    if (caller.permissions.has(MANAGE_ANY)) return venue;
    const role = await this.venues.staffRole(venueId, caller.id);
    if (role !== 'manager') throw refuse('forbidden', 'Only a manager of this venue may do this');
    return venue;
  }
}
