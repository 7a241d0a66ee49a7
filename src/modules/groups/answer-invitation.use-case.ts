import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { asSystem, Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { refuse } from '../../shared/refusal.ts';
import { MAX_GROUPS_PER_PERSON, MAX_MEMBERS_PER_GROUP, type NamedInvitation } from './group.ts';
import { GroupsRepository } from './groups.repository.ts';
import { InvitationsRepository } from './invitations.repository.ts';

interface AnswerCommand {
  readonly invitationId: string;
  readonly callerId: string;
  readonly answer: 'accepted' | 'declined';
}

/**
 * Accepts or declines an invitation; to accept is to join. Refuses `not_found` (also somebody else's), `invitation_not_pending`, and, when
 * accepting, `group_full` and `too_many_groups`.
 */
@Injectable()
export class AnswerInvitation {
  constructor(
    private readonly transactions: Transactions,
    private readonly invitations: InvitationsRepository,
    private readonly groups: GroupsRepository,
    private readonly clock: Clock,
  ) {}

  async execute({ invitationId, callerId, answer }: AnswerCommand): Promise<NamedInvitation> {
    const settle = async (tx: Tx): Promise<NamedInvitation> => {
      const invitation = await this.lock(tx, invitationId, callerId);
      if (invitation.status !== 'pending') throw refuse('invitation_not_pending');
      if (answer === 'accepted') await this.join(tx, invitation);
      await this.invitations.resolve(tx, invitationId, answer, this.clock.now());
      const after = { groupId: invitation.groupId };
      const what = { service: 'groups', action: `invitation.${answer}`, subjectId: invitationId };
      await audit.record(tx, { ...what, after });
      return { ...invitation, status: answer };
    };
    // How many are in the group decides whether the caller may join, who sees none of them before.
    return asSystem('membership', () => this.transactions.run(settle));
  }

  // The person, the group, the invitation: in one order everywhere, so that nobody waits for each other in a ring.
  private async lock(tx: Tx, invitationId: string, callerId: string): Promise<NamedInvitation> {
    const found = await this.invitations.find(tx, invitationId);
    if (!found || found.inviteeId !== callerId) throw refuse('not_found');
    await this.groups.lockMemberships(tx, callerId);
    await this.groups.lock(tx, found.groupId);
    const invitation = await this.invitations.lock(tx, invitationId);
    if (!invitation) throw refuse('not_found');
    return invitation;
  }

  private async join(tx: Tx, { groupId, inviteeId }: NamedInvitation): Promise<void> {
    if ((await this.groups.countGroupsOf(tx, inviteeId)) >= MAX_GROUPS_PER_PERSON) throw refuse('too_many_groups');
    if ((await this.groups.countMembers(tx, groupId)) >= MAX_MEMBERS_PER_GROUP) throw refuse('group_full');
    await this.groups.addMember(tx, groupId, inviteeId, this.clock.now());
  }
}
