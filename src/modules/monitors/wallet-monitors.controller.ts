import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ListMonitors } from './list-monitors.use-case.ts';
import { MonitorDto, MonitorListDto, WatchWalletDto } from './monitor.dto.ts';
import { RemoveMonitor } from './remove-monitor.use-case.ts';
import { WatchAccount } from './watch-account.use-case.ts';

@ApiTags('wallets')
@ApiBearerAuth()
@Controller('wallets/:id/monitors')
export class WalletMonitorsController {
  constructor(
    private readonly watchAccount: WatchAccount,
    private readonly listMonitors: ListMonitors,
    private readonly removeMonitor: RemoveMonitor,
  ) {}

  /** Watches a balance of a wallet of yours, and announces when it passes a threshold and when it is back. At most 10 a wallet. */
  @Post()
  @Permission('wallets:write')
  @Idempotent({ required: false })
  @ApiCreatedResponse({ type: MonitorDto })
  async watch(
    @Caller() { id: userId }: Principal,
    @UuidParam('id') walletId: string,
    @Body() body: WatchWalletDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<MonitorDto>> {
    return (await this.watchAccount.ofUser(userId, walletId, body, claim)).map(MonitorDto.from);
  }

  /** The monitors that you have on a wallet, newest first. */
  @Get()
  @Permission('wallets:read')
  async list(
    @Caller() { id: userId }: Principal,
    @UuidParam('id') walletId: string,
    @Query() query: PageQueryDto,
  ): Promise<MonitorListDto> {
    return MonitorListDto.from(await this.listMonitors.ofUser(userId, walletId, query));
  }

  /** Ends a monitor of yours. */
  @Delete(':monitorId')
  @HttpCode(204)
  @Permission('wallets:write')
  remove(
    @Caller() { id: userId }: Principal,
    @UuidParam('id') walletId: string,
    @UuidParam('monitorId') monitorId: string,
  ): Promise<void> {
    return this.removeMonitor.ofUser(userId, walletId, monitorId);
  }
}
