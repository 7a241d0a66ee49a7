import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { GroupAccess } from './group-access.ts';
import type { GroupSummary } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';

/** Gives the group another name. Refuses `not_found`, and `forbidden` to members who do not own it. */
@Injectable()
export class RenameGroup {
  constructor(
    private readonly access: GroupAccess,
    private readonly transactions: Transactions,
    private readonly groups: GroupsRepository,
  ) {}

  async execute({
    groupId,
    callerId,
    name,
  }: {
    groupId: string;
    callerId: string;
    name: string;
  }): Promise<GroupSummary> {
    return this.transactions.run(async (tx) => {
      const group = await this.access.lockAsOwner(tx, groupId, callerId);
      await this.groups.rename(tx, groupId, name);
      const [before, after] = [{ name: group.name }, { name }];
      await audit.record(tx, { service: 'groups', action: 'group.renamed', subjectId: groupId, before, after });
      return { ...group, name, memberCount: await this.groups.countMembers(tx, groupId) };
    });
  }
}
