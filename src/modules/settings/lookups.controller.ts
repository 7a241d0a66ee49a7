import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import type { Principal } from '../../shared/principal.ts';
import { ChangeLookup } from './change-lookup.use-case.ts';
import {
  AddLookupDto,
  ChangeLookupDto,
  LookupHistoryDto,
  LookupSetListDto,
  LookupValueDto,
  LookupValueListDto,
} from './lookup.dto.ts';
import { ReadLookups } from './read-lookups.use-case.ts';

@ApiTags('settings')
@ApiBearerAuth()
@Controller('admin/lookups')
export class LookupsController {
  constructor(
    private readonly reads: ReadLookups,
    private readonly changeLookup: ChangeLookup,
  ) {}

  /** The sets that have values. */
  @Get()
  @Permission('settings:read')
  sets(): LookupSetListDto {
    return LookupSetListDto.from(this.reads.sets());
  }

  /** All values of a set, in their order. */
  @Get(':set')
  @Permission('settings:read')
  async list(@Param('set') set: string): Promise<LookupValueListDto> {
    return { data: (await this.reads.list(set)).map(LookupValueDto.from) };
  }

  /** Adds a value, which may be used at once. */
  @Post(':set')
  @Permission('settings:write')
  async add(
    @Caller() { id: changedBy }: Principal,
    @Param('set') set: string,
    @Body() body: AddLookupDto,
  ): Promise<LookupValueDto> {
    return LookupValueDto.from(await this.changeLookup.add({ ...body, set, changedBy }));
  }

  /** One value. */
  @Get(':set/:code')
  @Permission('settings:read')
  async read(@Param('set') set: string, @Param('code') code: string): Promise<LookupValueDto> {
    return LookupValueDto.from(await this.reads.read(set, code));
  }

  /** Changes a value, or takes it out of use. */
  @Patch(':set/:code')
  @Permission('settings:write')
  @HonoursIfMatch()
  async change(
    @Caller() { id: changedBy }: Principal,
    @Param('set') set: string,
    @Param('code') code: string,
    @Body() body: ChangeLookupDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<LookupValueDto> {
    return LookupValueDto.from(await this.changeLookup.change({ ...body, set, code, expectedVersion, changedBy }));
  }

  /** Every change of a value, newest first. */
  @Get(':set/:code/history')
  @Permission('settings:read')
  async history(
    @Param('set') set: string,
    @Param('code') code: string,
    @Query() query: PageQueryDto,
  ): Promise<LookupHistoryDto> {
    return LookupHistoryDto.from(await this.reads.history(set, code, query));
  }
}
