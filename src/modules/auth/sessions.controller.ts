import { Controller, Delete, Get, HttpCode, HttpStatus, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { EndAllSessions } from './end-all-sessions.use-case.ts';
import { EndSession } from './end-session.use-case.ts';
import { ListSessions } from './list-sessions.use-case.ts';
import { SessionPageDto } from './session.dto.ts';

@ApiTags('identity')
@ApiBearerAuth()
@InPerson()
@Controller('auth/sessions')
export class SessionsController {
  constructor(
    private readonly listSessions: ListSessions,
    private readonly endSession: EndSession,
    private readonly endAllSessions: EndAllSessions,
  ) {}

  /** Where I am signed in, the newest session first. */
  @Get()
  @Permission('sessions:read')
  async list(@Query() query: PageQueryDto, @Caller() caller: Principal): Promise<SessionPageDto> {
    return SessionPageDto.of(await this.listSessions.execute({ ...query, callerId: caller.id }), caller.sessionId);
  }

  /** Signs out everywhere, here too. API keys are no sessions: they go on working until they are revoked. */
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('sessions:write')
  endAll(@Caller() { id }: Principal): Promise<void> {
    return this.endAllSessions.execute(id);
  }

  /** Signs one device out. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('sessions:write')
  end(@UuidParam() sessionId: string, @Caller() caller: Principal): Promise<void> {
    return this.endSession.execute({ sessionId, callerId: caller.id });
  }
}
