import { Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { AnswerInvitation } from './answer-invitation.use-case.ts';
import { InvitationDto, InvitationPageDto } from './invitation.dto.ts';
import { ListInvitations } from './list-invitations.use-case.ts';

@ApiTags('groups')
@ApiBearerAuth()
@Controller('invitations')
export class InvitationsController {
  constructor(
    private readonly listInvitations: ListInvitations,
    private readonly answerInvitation: AnswerInvitation,
  ) {}

  /** Invitations to the caller that wait for an answer, oldest first. */
  @Get()
  @Permission('groups:read')
  async list(@Caller() caller: Principal, @Query() { limit, cursor }: PageQueryDto): Promise<InvitationPageDto> {
    return InvitationPageDto.of(await this.listInvitations.execute({ callerId: caller.id, limit, cursor }));
  }

  /** Joins the group. */
  @Post(':id/accept')
  @HttpCode(HttpStatus.OK)
  @Permission('groups:write')
  async accept(@Caller() caller: Principal, @UuidParam() id: string): Promise<InvitationDto> {
    const command = { invitationId: id, callerId: caller.id, answer: 'accepted' as const };
    return InvitationDto.of(await this.answerInvitation.execute(command));
  }

  /** Says no; who invited may ask again. */
  @Post(':id/decline')
  @HttpCode(HttpStatus.OK)
  @Permission('groups:write')
  async decline(@Caller() caller: Principal, @UuidParam() id: string): Promise<InvitationDto> {
    const command = { invitationId: id, callerId: caller.id, answer: 'declined' as const };
    return InvitationDto.of(await this.answerInvitation.execute(command));
  }
}
