import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { MAX_GROUPS_PER_PERSON, type GroupSummary } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';

/** Makes a group; its maker owns it and is its first member. Refuses `too_many_groups`. */
@Injectable()
export class CreateGroup {
  constructor(
    private readonly transactions: Transactions,
    private readonly groups: GroupsRepository,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async execute({ ownerId, name }: { ownerId: string; name: string }): Promise<GroupSummary> {
    const group = { id: this.ids.next(), name, ownerId, createdAt: this.clock.now() };
    return this.transactions.run(async (tx) => {
      await this.groups.lockMemberships(tx, ownerId);
      if ((await this.groups.countGroupsOf(tx, ownerId)) >= MAX_GROUPS_PER_PERSON) throw refuse('too_many_groups');
      await this.groups.insert(tx, group);
      await this.groups.addMember(tx, group.id, ownerId, group.createdAt);
      const after = { name };
      await audit.record(tx, { service: 'groups', action: 'group.made', subjectId: group.id, after });
      return { ...group, memberCount: 1 };
    });
  }
}
