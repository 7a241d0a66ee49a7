import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { MAX_MEMBERS_PER_GROUP, MAX_PENDING_INVITATIONS_PER_GROUP } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';
import { InvitationsRepository } from './invitations.repository.ts';

export type InviteOutcome = 'done' | 'group_gone' | 'group_full' | 'already_member';

interface WantedInvitation {
  readonly groupId: string;
  readonly inviterId: string;
  /** Undefined when there is no such person. */
  readonly inviteeId: string | undefined;
}

/** Writes an invitation under the group's lock. */
@Injectable()
export class InvitationWriter {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly invitations: InvitationsRepository,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async write(tx: Tx, { groupId, inviterId, inviteeId }: WantedInvitation): Promise<InviteOutcome> {
    if (!(await this.groups.lock(tx, groupId))) return 'group_gone';
    if ((await this.groups.countMembers(tx, groupId)) >= MAX_MEMBERS_PER_GROUP) return 'group_full';
    if (inviteeId === undefined) return 'done';
    if (await this.groups.hasMember(tx, groupId, inviteeId)) return 'already_member';
    // Past the bound the answer is still the same: to say more would say who has an account.
    if ((await this.invitations.countPending(tx, groupId)) >= MAX_PENDING_INVITATIONS_PER_GROUP) return 'done';
    const createdAt = this.clock.now();
    await this.invitations.invite(tx, { id: this.ids.next(), groupId, inviteeId, inviterId, createdAt });
    const after = { inviteeId };
    await audit.record(tx, { service: 'groups', action: 'group.invited', subjectId: groupId, after });
    return 'done';
  }
}
