import { Body, Controller, Delete, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { DeleteGroup } from './delete-group.use-case.ts';
import { INVITE_EXAMPLES, InviteAcceptedDto, InviteDto } from './invitation.dto.ts';
import { InviteToGroup } from './invite-to-group.use-case.ts';
import { RemoveMember } from './remove-member.use-case.ts';

/** Who is in a group: inviting, leaving, removing, and the end of the group. */
@ApiTags('groups')
@ApiBearerAuth()
@Controller('groups')
export class MembershipController {
  constructor(
    private readonly inviteToGroup: InviteToGroup,
    private readonly removeMember: RemoveMember,
    private readonly deleteGroup: DeleteGroup,
  ) {}

  /** Invites a person by id or by address; for members. The answer does not say whether there is such a person. */
  @Post(':id/invitations')
  @ApiBody({ type: InviteDto, examples: INVITE_EXAMPLES })
  @HttpCode(HttpStatus.ACCEPTED)
  @Permission('groups:write')
  async invite(
    @Caller() caller: Principal,
    @UuidParam() id: string,
    @Body() body: InviteDto,
  ): Promise<InviteAcceptedDto> {
    return this.inviteToGroup.execute({ groupId: id, callerId: caller.id, userId: body.userId, email: body.email });
  }

  /** Leaves the group (`userId` is the caller), or removes a member; the latter is for the owner. */
  @Delete(':id/members/:userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('groups:write')
  async remove(
    @Caller() caller: Principal,
    @UuidParam() id: string,
    @UuidParam('userId') userId: string,
  ): Promise<void> {
    await this.removeMember.execute({ groupId: id, callerId: caller.id, userId });
  }

  /** Ends the group; for its owner. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('groups:write')
  async delete(@Caller() caller: Principal, @UuidParam() id: string): Promise<void> {
    await this.deleteGroup.execute({ groupId: id, callerId: caller.id });
  }
}
