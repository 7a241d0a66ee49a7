import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Uuid } from '../../platform/http/uuid.ts';
import type { Page } from '../../shared/page.ts';
import type { NamedStaffMember } from './list-staff.use-case.ts';
import { STAFF_ROLES, type StaffRole } from './venue.ts';

export class AddStaffDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  @Uuid()
  userId!: string;

  /** @example 'bartender' */
  @ApiProperty({ enum: STAFF_ROLES })
  @IsIn(STAFF_ROLES)
  role!: StaffRole;
}

export class StaffMemberDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  userId!: string;
  /** @example 'Bob' */
  firstName!: string;
  /** @example 'Example' */
  lastName!: string;
  /** @example 'bartender' */
  role!: StaffRole;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;

  static of({ userId, firstName, lastName, role, createdAt }: NamedStaffMember): StaffMemberDto {
    return { userId, firstName, lastName, role, createdAt: createdAt.toISOString() };
  }
}

export class StaffPageDto {
  data!: StaffMemberDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<NamedStaffMember>): StaffPageDto {
    return { data: data.map((member) => StaffMemberDto.of(member)), hasMore, nextCursor };
  }
}
