import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import type { PermissionName } from '../../platform/http/permissions.ts';
import type { Principal } from '../../shared/principal.ts';
import { ChangeSetting } from './change-setting.use-case.ts';
import { ReadSettings } from './read-settings.use-case.ts';
import { ChangeSettingDto, SettingDto, SettingHistoryDto, SettingListDto } from './setting.dto.ts';

const SEES_ALL: PermissionName = 'settings:write';

@ApiTags('settings')
@ApiBearerAuth()
@Controller('admin/settings')
export class SettingsController {
  constructor(
    private readonly reads: ReadSettings,
    private readonly changeSetting: ChangeSetting,
  ) {}

  /** Everything that can be set, by key, and what it is now. */
  @Get()
  @Permission('settings:read')
  async list(@Caller() { permissions }: Principal): Promise<SettingListDto> {
    return { data: (await this.reads.list()).map((state) => SettingDto.of(state, permissions.has(SEES_ALL))) };
  }

  /** One setting. */
  @Get(':key')
  @Permission('settings:read')
  async read(@Caller() { permissions }: Principal, @Param('key') key: string): Promise<SettingDto> {
    return SettingDto.of(await this.reads.read(key), permissions.has(SEES_ALL));
  }

  /** Sets it, or sets it back to its default. The next request of every process feels it. */
  @Put(':key')
  @Permission('settings:write')
  @StepUp()
  @HonoursIfMatch()
  async change(
    @Caller() { id: changedBy }: Principal,
    @Param('key') key: string,
    @Body() { value, reason }: ChangeSettingDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<SettingDto> {
    return SettingDto.of(await this.changeSetting.execute({ key, value, reason, expectedVersion, changedBy }), true);
  }

  /** Every change of it, newest first: who, when, from what to what, and why. */
  @Get(':key/history')
  @Permission('settings:read')
  async history(
    @Caller() { permissions }: Principal,
    @Param('key') key: string,
    @Query() query: PageQueryDto,
  ): Promise<SettingHistoryDto> {
    const { setting, changes } = await this.reads.history(key, query);
    return SettingHistoryDto.of(changes, setting.sensitivity === 'open' || permissions.has(SEES_ALL));
  }
}
