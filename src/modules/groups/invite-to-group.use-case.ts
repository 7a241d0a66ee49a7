import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Users } from '../users/index.ts';
import { GroupAccess } from './group-access.ts';
import { InvitationWriter } from './invitation-writer.ts';

interface InviteCommand {
  readonly groupId: string;
  readonly callerId: string;
  readonly userId?: string;
  readonly email?: string;
}

/**
 * Invites a person by id or by address. The answer is the same whether or not there is such a person, so that nobody can ask who has an
 * account. Refuses `validation_failed` (both given), `not_found` (the group), `group_full`, and `already_member` for an id that the caller sees in the group anyway.
 */
@Injectable()
export class InviteToGroup {
  constructor(
    private readonly access: GroupAccess,
    private readonly users: Users,
    private readonly transactions: Transactions,
    private readonly writer: InvitationWriter,
  ) {}

  async execute({ groupId, callerId, userId, email }: InviteCommand): Promise<{ status: 'accepted' }> {
    if (userId !== undefined && email !== undefined)
      throw refuse('validation_failed', 'Give userId or email, not both');
    await this.access.asMember(groupId, callerId);
    const invitee = await this.find(userId, email);
    const outcome = await this.transactions.run((tx) =>
      this.writer.write(tx, { groupId, inviterId: callerId, inviteeId: invitee?.id }),
    );
    if (outcome === 'group_gone') throw refuse('not_found');
    if (outcome === 'group_full') throw refuse('group_full');
    if (outcome === 'already_member' && userId !== undefined) throw refuse('already_member');
    return { status: 'accepted' };
  }

  private async find(userId: string | undefined, email: string | undefined): Promise<{ id: string } | undefined> {
    if (userId !== undefined) return this.users.findById(userId);
    return email === undefined ? undefined : this.users.findByEmail(email);
  }
}
