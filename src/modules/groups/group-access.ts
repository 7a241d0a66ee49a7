import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import type { Group } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';

/** Who may see and who may change a group. */
@Injectable()
export class GroupAccess {
  constructor(private readonly groups: GroupsRepository) {}

  /** The group, for its members. To everybody else it does not exist. Refuses `not_found`. */
  async asMember(groupId: string, userId: string): Promise<Group> {
    const [group, member] = await Promise.all([this.groups.find(groupId), this.groups.isMember(groupId, userId)]);
    if (!group || !member) throw refuse('not_found');
    return group;
  }

  /** The group for one of its members, locked until the transaction ends, so that it stays what it is. Refuses `not_found`. */
  async lockAsMember(tx: Tx, groupId: string, userId: string): Promise<Group> {
    const group = await this.groups.lock(tx, groupId);
    if (!group || !(await this.groups.hasMember(tx, groupId, userId))) throw refuse('not_found');
    return group;
  }

  /** The group for its owner, locked. Refuses `not_found`, and `forbidden` to the other members. */
  async lockAsOwner(tx: Tx, groupId: string, userId: string): Promise<Group> {
    const group = await this.lockAsMember(tx, groupId, userId);
    if (group.ownerId !== userId) throw refuse('forbidden', 'Only the owner of the group may do this');
    return group;
  }
}
