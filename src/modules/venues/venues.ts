import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { MenuRepository } from './menu.repository.ts';
import { StaffRepository } from './staff.repository.ts';
import type { MenuItem, StaffRole, Venue } from './venue.ts';
import { VenuesRepository } from './venues.repository.ts';

/** The venues: what other modules may ask of them. */
@Injectable()
export class Venues {
  constructor(
    private readonly venues: VenuesRepository,
    private readonly menu: MenuRepository,
    private readonly staff: StaffRepository,
  ) {}

  find(id: string): Promise<Venue | undefined> {
    return this.venues.find(id);
  }

  /** Refuses `not_found`. */
  async require(id: string): Promise<Venue> {
    const venue = await this.venues.find(id);
    if (!venue) throw refuse('not_found', 'There is no such venue');
    return venue;
  }

  /** Those of `ids` that are on this venue's menu, available or not, in no order. */
  menuItems(venueId: string, ids: readonly string[]): Promise<MenuItem[]> {
    return this.menu.findMany(venueId, ids);
  }

  /** What a person does at a venue; undefined for everybody who is not on its staff. */
  staffRole(venueId: string, userId: string): Promise<StaffRole | undefined> {
    return this.staff.roleOf(venueId, userId);
  }
}
