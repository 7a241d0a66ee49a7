import { Body, Controller, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { MoveRule } from './move-rule.use-case.ts';
import { ReplayDto, ReplayQueryDto } from './replay.dto.ts';
import { ReplayRule } from './replay-rule.use-case.ts';
import { RuleDto, RuleReasonDto } from './rule.dto.ts';

@ApiTags('risk')
@ApiBearerAuth()
@Controller('admin/risk/rules/:id')
export class RuleMovesController {
  constructor(
    private readonly moveRule: MoveRule,
    private readonly replayRule: ReplayRule,
  ) {}

  /** Lets the rule look at movements and do nothing: what it would have added is written down. */
  @Post('shadow')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:write')
  @StepUp()
  @HonoursIfMatch()
  async shadow(
    @Caller() { id: changedBy }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: RuleReasonDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<RuleDto> {
    return RuleDto.from(await this.moveRule.execute({ id, to: 'shadow', reason, changedBy, expectedVersion }));
  }

  /** Lets the rule decide, by somebody else than who wrote it. The version that decided until now is retired. */
  @Post('live')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:approve')
  @StepUp()
  @HonoursIfMatch()
  async live(
    @Caller() { id: changedBy }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: RuleReasonDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<RuleDto> {
    return RuleDto.from(await this.moveRule.execute({ id, to: 'live', reason, changedBy, expectedVersion }));
  }

  /** Takes the rule out for good. */
  @Post('retire')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:write')
  @StepUp()
  @HonoursIfMatch()
  async retire(
    @Caller() { id: changedBy }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: RuleReasonDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<RuleDto> {
    return RuleDto.from(await this.moveRule.execute({ id, to: 'retired', reason, changedBy, expectedVersion }));
  }

  /** What the rule would have matched of what people did lately, a page at a time, in no order of time. Nothing is changed. */
  @Post('replay')
  @HttpCode(HttpStatus.OK)
  @Permission('risk:read')
  @AuditedRead('risk', 'replay.read')
  async replay(@UuidParam() ruleId: string, @Query() { from, to, ...page }: ReplayQueryDto): Promise<ReplayDto> {
    const period = {
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
    return ReplayDto.from(await this.replayRule.execute({ ruleId, ...period, ...page }));
  }
}
