import { Injectable } from '@nestjs/common';
import type { Principal } from '../../shared/principal.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { StaffWriter } from './staff-writer.ts';
import type { StaffRole } from './venue.ts';
import { type NamedStaffMember } from './list-staff.use-case.ts';
import { VenueManagers } from './venue-managers.ts';

interface AddStaffCommand {
  readonly venueId: string;
  readonly userId: string;
  readonly role: StaffRole;
}

/**
 * Puts a person on a venue's staff. That gives rights at this venue alone, and for as long as they are on the list: no role is given. Refuses `not_found` (venue, person), `forbidden` and `already_staff`.
 */
@Injectable()
export class AddStaff {
  constructor(
    private readonly managers: VenueManagers,
    private readonly users: Users,
    private readonly writer: StaffWriter,
  ) {}

  async execute(caller: Principal, { venueId, userId, role }: AddStaffCommand): Promise<NamedStaffMember> {
    await this.managers.demand(caller, venueId);
    const user = await this.users.findById(userId);
    if (!user) throw refuse('not_found', 'There is no such person');
    const member = await this.writer.add(venueId, user.id, role);
    return { ...member, firstName: user.firstName, lastName: user.lastName };
  }
}
