import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { StaffMember, StaffRole } from './venue.ts';

@Injectable()
export class StaffRepository {
  constructor(private readonly postgres: Postgres) {}

  async roleOf(venueId: string, userId: string): Promise<StaffRole | undefined> {
    const row = await this.postgres.prisma.venueStaff.findUnique({ where: { venueId_userId: { venueId, userId } } });
    return row ? (row.role as StaffRole) : undefined;
  }

  /** A venue's staff in the order of their ids, after the person `afterUserId`. */
  async list(venueId: string, afterUserId: string | undefined, take: number): Promise<StaffMember[]> {
    const where = { venueId, userId: afterUserId === undefined ? undefined : { gt: afterUserId } };
    const rows = await this.postgres.prisma.venueStaff.findMany({ where, orderBy: { userId: 'asc' }, take });
    return rows.map(({ userId, role, createdAt }) => ({ userId, role: role as StaffRole, createdAt }));
  }

  /** False when the person is on the staff already. */
  async add(tx: Tx, venueId: string, member: StaffMember): Promise<boolean> {
    const { count } = await tx.venueStaff.createMany({ data: [{ venueId, ...member }], skipDuplicates: true });
    return count === 1;
  }

  /** False when the person was not on the staff. */
  async remove(tx: Tx, venueId: string, userId: string): Promise<boolean> {
    return (await tx.venueStaff.deleteMany({ where: { venueId, userId } })).count === 1;
  }
}
