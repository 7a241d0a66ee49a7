import { Injectable } from '@nestjs/common';
import { Users } from '../users/index.ts';
import { GroupAccess } from './group-access.ts';
import type { Group, GroupMember } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';

export interface NamedMember extends GroupMember {
  readonly firstName: string;
  readonly lastName: string;
}

/** A group with its members, for its members. Refuses `not_found`. */
@Injectable()
export class ReadGroup {
  constructor(
    private readonly access: GroupAccess,
    private readonly groups: GroupsRepository,
    private readonly users: Users,
  ) {}

  async execute({
    groupId,
    callerId,
  }: {
    groupId: string;
    callerId: string;
  }): Promise<Group & { members: NamedMember[] }> {
    const group = await this.access.asMember(groupId, callerId);
    const members = await this.groups.members(groupId);
    const people = await this.users.findMany(members.map(({ userId }) => userId));
    const names = new Map(people.map((person) => [person.id, person]));
    return {
      ...group,
      members: members.map((member) => {
        const { firstName = '', lastName = '' } = names.get(member.userId) ?? {};
        return { ...member, firstName, lastName };
      }),
    };
  }
}
