import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Group } from './group.ts';
import { GroupAccess } from './group-access.ts';
import { GroupsRepository } from './groups.repository.ts';

interface RemoveMemberCommand {
  readonly groupId: string;
  readonly callerId: string;
  readonly userId: string;
}

/**
 * A member leaves, or the owner removes a member. Refuses `not_found` (no such group of the caller's, no such member) and `forbidden`
 * (to remove somebody else without owning the group; to leave a group that one owns).
 */
@Injectable()
export class RemoveMember {
  constructor(
    private readonly access: GroupAccess,
    private readonly transactions: Transactions,
    private readonly groups: GroupsRepository,
  ) {}

  async execute({ groupId, callerId, userId }: RemoveMemberCommand): Promise<void> {
    await this.transactions.run(async (tx) => {
      demandMayRemove(await this.access.lockAsMember(tx, groupId, callerId), callerId, userId);
      if (!(await this.groups.removeMember(tx, groupId, userId))) throw refuse('not_found');
      const before = { memberId: userId };
      await audit.record(tx, { service: 'groups', action: 'group.member_removed', subjectId: groupId, before });
    });
  }
}

function demandMayRemove({ ownerId }: Group, callerId: string, userId: string): void {
  if (userId !== callerId && ownerId !== callerId) throw refuse('forbidden', 'Only the owner may remove others');
  if (userId === ownerId) throw refuse('forbidden', 'The owner cannot leave; delete the group instead');
}
