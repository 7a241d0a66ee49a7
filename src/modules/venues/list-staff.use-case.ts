import { Injectable } from '@nestjs/common';
import { Cursors } from '../../platform/paging/index.ts';
import { type Page, pageOf } from '../../shared/page.ts';
import type { Principal } from '../../shared/principal.ts';
import { Users } from '../users/index.ts';
import { StaffRepository } from './staff.repository.ts';
import type { StaffMember } from './venue.ts';
import { VenueManagers } from './venue-managers.ts';

export interface NamedStaffMember extends StaffMember {
  readonly firstName: string;
  readonly lastName: string;
}

interface ListStaffQuery {
  readonly venueId: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** A venue's staff, for its managers. Refuses `not_found`, `forbidden` and `invalid_cursor`. */
@Injectable()
export class ListStaff {
  constructor(
    private readonly managers: VenueManagers,
    private readonly staff: StaffRepository,
    private readonly users: Users,
    private readonly cursors: Cursors,
  ) {}

  async execute(caller: Principal, { venueId, limit, cursor }: ListStaffQuery): Promise<Page<NamedStaffMember>> {
    await this.managers.demand(caller, venueId);
    const after = this.cursors.decode('staff', { venueId }, cursor)?.[0];
    const { rows, hasMore } = pageOf(await this.staff.list(venueId, after, limit + 1), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode('staff', { venueId }, [last.userId]) : null;
    return { data: await this.named(rows), hasMore, nextCursor };
  }

  private async named(members: readonly StaffMember[]): Promise<NamedStaffMember[]> {
    const people = await this.users.findMany(members.map(({ userId }) => userId));
    const names = new Map(people.map((person) => [person.id, person]));
    return members.map((member) => {
      const { firstName = '', lastName = '' } = names.get(member.userId) ?? {};
      return { ...member, firstName, lastName };
    });
  }
}
