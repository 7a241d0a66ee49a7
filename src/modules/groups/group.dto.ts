import { PlainText } from '../../platform/http/plain-text.ts';
import type { Page } from '../../shared/page.ts';
import type { Group, GroupSummary } from './group.ts';
import type { NamedMember } from './read-group.use-case.ts';

/** What a group is made with, and what of it can be changed. */
export class GroupNameDto {
  /** @example 'Friday friends' */
  @PlainText({ min: 1, max: 100 })
  name!: string;
}

export class GroupDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f' */
  id!: string;
  /** @example 'Friday friends' */
  name!: string;
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  ownerId!: string;
  /** @example 3 */
  memberCount!: number;
  /** @example '2026-11-21T09:00:00.000Z' */
  createdAt!: string;

  static of({ id, name, ownerId, memberCount, createdAt }: GroupSummary): GroupDto {
    return { id, name, ownerId, memberCount, createdAt: createdAt.toISOString() };
  }
}

export class GroupMemberDto {
  /** @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60' */
  id!: string;
  /** @example 'Alice' */
  firstName!: string;
  /** @example 'Example' */
  lastName!: string;
  /** @example '2026-11-21T09:00:00.000Z' */
  joinedAt!: string;

  static of({ userId, firstName, lastName, joinedAt }: NamedMember): GroupMemberDto {
    return { id: userId, firstName, lastName, joinedAt: joinedAt.toISOString() };
  }
}

export class GroupWithMembersDto extends GroupDto {
  members!: GroupMemberDto[];

  static ofMembers({ members, ...group }: Group & { members: NamedMember[] }): GroupWithMembersDto {
    return {
      ...GroupDto.of({ ...group, memberCount: members.length }),
      members: members.map((m) => GroupMemberDto.of(m)),
    };
  }
}

export class GroupPageDto {
  data!: GroupDto[];
  /** @example false */
  hasMore!: boolean;
  /** @example null */
  nextCursor!: string | null;

  static of({ data, hasMore, nextCursor }: Page<GroupSummary>): GroupPageDto {
    return { data: data.map((group) => GroupDto.of(group)), hasMore, nextCursor };
  }
}
