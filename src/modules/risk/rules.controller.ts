import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { ReadRules } from './read-rules.use-case.ts';
import { ChangeRuleDto, DraftRuleDto, RuleDto, RuleHistoryDto, RuleListDto, RulesQueryDto } from './rule.dto.ts';
import { WriteRule } from './write-rule.use-case.ts';

@ApiTags('risk')
@ApiBearerAuth()
@Controller('admin/risk/rules')
export class RulesController {
  constructor(
    private readonly reads: ReadRules,
    private readonly writeRule: WriteRule,
  ) {}

  /** Versions of rules, newest first. */
  @Get()
  @Permission('risk:read')
  async list(@Query() query: RulesQueryDto): Promise<RuleListDto> {
    return RuleListDto.from(await this.reads.list(query));
  }

  /** Drafts a rule, or the next version of one. It does nothing yet. */
  @Post()
  @Permission('risk:write')
  async draft(@Caller() { id: changedBy }: Principal, @Body() body: DraftRuleDto): Promise<RuleDto> {
    return RuleDto.from(await this.writeRule.draft({ ...body, changedBy }));
  }

  /** One version of a rule. */
  @Get(':id')
  @Permission('risk:read')
  async read(@UuidParam() id: string): Promise<RuleDto> {
    return RuleDto.from(await this.reads.read(id));
  }

  /** Rewrites a draft. */
  @Patch(':id')
  @Permission('risk:write')
  @HonoursIfMatch()
  async rewrite(
    @Caller() { id: changedBy }: Principal,
    @UuidParam() id: string,
    @Body() body: ChangeRuleDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<RuleDto> {
    return RuleDto.from(await this.writeRule.rewrite({ ...body, id, changedBy, expectedVersion }));
  }

  /** Every change of a version, newest first. */
  @Get(':id/history')
  @Permission('risk:read')
  async history(@UuidParam() id: string, @Query() query: PageQueryDto): Promise<RuleHistoryDto> {
    return RuleHistoryDto.from(await this.reads.history(id, query));
  }
}
