import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { StaffRepository } from './staff.repository.ts';
import type { StaffMember, StaffRole } from './venue.ts';

/** Writes a venue's staff list. */
@Injectable()
export class StaffWriter {
  constructor(
    private readonly transactions: Transactions,
    private readonly staff: StaffRepository,
    private readonly clock: Clock,
  ) {}

  /** Refuses `already_staff`, in whichever role. */
  add(venueId: string, userId: string, role: StaffRole): Promise<StaffMember> {
    const member = { userId, role, createdAt: this.clock.now() };
    return this.transactions.run(async (tx) => {
      if (!(await this.staff.add(tx, venueId, member))) throw refuse('already_staff');
      const after = { venueId, role };
      await audit.record(tx, { service: 'venues', action: 'staff.added', subjectId: userId, after });
      return member;
    });
  }

  /** Refuses `not_found`. */
  async remove(venueId: string, userId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (!(await this.staff.remove(tx, venueId, userId)))
        throw refuse('not_found', 'The person is not on the staff of this venue');
      const before = { venueId };
      await audit.record(tx, { service: 'venues', action: 'staff.removed', subjectId: userId, before });
    });
  }
}
