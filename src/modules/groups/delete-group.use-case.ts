import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { GroupAccess } from './group-access.ts';
import { GroupsRepository } from './groups.repository.ts';

/** Ends the group with its memberships and invitations. Refuses `not_found`, and `forbidden` to members who do not own it. */
@Injectable()
export class DeleteGroup {
  constructor(
    private readonly access: GroupAccess,
    private readonly transactions: Transactions,
    private readonly groups: GroupsRepository,
  ) {}

  async execute({ groupId, callerId }: { groupId: string; callerId: string }): Promise<void> {
    await this.transactions.run(async (tx) => {
      const { name } = await this.access.lockAsOwner(tx, groupId, callerId);
      await this.groups.delete(tx, groupId);
      await audit.record(tx, { service: 'groups', action: 'group.deleted', subjectId: groupId, before: { name } });
    });
  }
}
