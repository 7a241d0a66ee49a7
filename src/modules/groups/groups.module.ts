import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.ts';
import { AnswerInvitation } from './answer-invitation.use-case.ts';
import { CreateGroup } from './create-group.use-case.ts';
import { DeleteGroup } from './delete-group.use-case.ts';
import { Friends } from './friends.ts';
import { GroupAccess } from './group-access.ts';
import { GroupsController } from './groups.controller.ts';
import { GroupsRepository } from './groups.repository.ts';
import { InvitationWriter } from './invitation-writer.ts';
import { InvitationsController } from './invitations.controller.ts';
import { InvitationsRepository } from './invitations.repository.ts';
import { InviteToGroup } from './invite-to-group.use-case.ts';
import { ListGroups } from './list-groups.use-case.ts';
import { ListInvitations } from './list-invitations.use-case.ts';
import { MembershipController } from './membership.controller.ts';
import { ReadGroup } from './read-group.use-case.ts';
import { RemoveMember } from './remove-member.use-case.ts';
import { RenameGroup } from './rename-group.use-case.ts';

const USE_CASES = [CreateGroup, RenameGroup, DeleteGroup, InviteToGroup, AnswerInvitation, RemoveMember];
const READS = [ListGroups, ReadGroup, ListInvitations];

@Module({
  imports: [UsersModule],
  controllers: [GroupsController, MembershipController, InvitationsController],
  providers: [...USE_CASES, ...READS, Friends, GroupAccess, InvitationWriter, GroupsRepository, InvitationsRepository],
  exports: [Friends],
})
export class GroupsModule {}
