import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
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
    const group = await this.access.asMember(groupId, callerId);
    if (userId !== callerId && group.ownerId !== callerId)
      throw refuse('forbidden', 'Only the owner may remove others');
    if (userId === group.ownerId) throw refuse('forbidden', 'The owner cannot leave; delete the group instead');
    const removed = await this.transactions.run((tx) => this.groups.removeMember(tx, groupId, userId));
    if (!removed) throw refuse('not_found');
  }
}
