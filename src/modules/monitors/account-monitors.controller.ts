import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ListMonitors } from './list-monitors.use-case.ts';
import { MonitorDto, MonitorListDto, MonitorsQueryDto, WatchAccountDto } from './monitor.dto.ts';
import { RemoveMonitor } from './remove-monitor.use-case.ts';
import { WatchAccount } from './watch-account.use-case.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger/monitors')
export class AccountMonitorsController {
  constructor(
    private readonly watchAccount: WatchAccount,
    private readonly listMonitors: ListMonitors,
    private readonly removeMonitor: RemoveMonitor,
  ) {}

  /** Watches a balance of any account of the ledger for the platform. At most 10 an account. */
  @Post()
  @Permission('ledger:monitor')
  @Idempotent({ required: false })
  @ApiCreatedResponse({ type: MonitorDto })
  async watch(
    @Body() { accountId, ...body }: WatchAccountDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<MonitorDto>> {
    return (await this.watchAccount.ofPlatform(accountId, body, claim)).map(MonitorDto.from);
  }

  /** The platform's monitors, newest first. Those that people have on their wallets are theirs. */
  @Get()
  @Permission('ledger:read')
  async list(@Query() { accountId, ...page }: MonitorsQueryDto): Promise<MonitorListDto> {
    return MonitorListDto.from(await this.listMonitors.ofPlatform(accountId, page));
  }

  /** Ends a monitor of the platform's. */
  @Delete(':id')
  @HttpCode(204)
  @Permission('ledger:monitor')
  remove(@UuidParam('id') id: string): Promise<void> {
    return this.removeMonitor.ofPlatform(id);
  }
}
