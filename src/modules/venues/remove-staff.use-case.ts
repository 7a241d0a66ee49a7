import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { StaffWriter } from './staff-writer.ts';
import { VenueManagers } from './venue-managers.ts';

/** Takes a person off a venue's staff, at once: every request asks the list. Refuses `not_found` and `forbidden`. */
@Injectable()
export class RemoveStaff {
  constructor(
    private readonly managers: VenueManagers,
    private readonly writer: StaffWriter,
  ) {}

  async execute(caller: Principal, { venueId, userId }: { venueId: string; userId: string }): Promise<void> {
    await this.managers.demand(caller, venueId);
    await this.writer.remove(venueId, userId);
  }
}
