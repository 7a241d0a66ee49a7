import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ChangeScheduledTransfer } from './change-scheduled-transfer.use-case.ts';
import { ListScheduledTransfers } from './list-scheduled-transfers.use-case.ts';
import { ClientOrigin, type Origin, TellsOrigin } from '../risk/index.ts';
import { ScheduleTransfer } from './schedule-transfer.use-case.ts';
import {
  RescheduleTransferDto,
  ScheduledTransferDto,
  ScheduledTransferListDto,
  ScheduledTransfersQueryDto,
  ScheduleTransferDto,
} from './scheduled-transfer.dto.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

@ApiTags('transfers')
@ApiBearerAuth()
@Controller('transfers/scheduled')
export class ScheduledTransfersController {
  constructor(
    private readonly scheduleTransfer: ScheduleTransfer,
    private readonly changes: ChangeScheduledTransfer,
    private readonly listScheduled: ListScheduledTransfers,
    private readonly scheduled: ScheduledTransfers,
  ) {}

  /** Makes a transfer at a time to come. Nothing is held for it until then: without the money it is refused on its day. */
  @Post()
  @Permission('transfers:write')
  @RateLimit('money')
  @Idempotent()
  @TellsOrigin()
  @ApiCreatedResponse({ type: ScheduledTransferDto })
  async schedule(
    @Caller() { id: userId }: Principal,
    @Body() body: ScheduleTransferDto,
    @ClientOrigin() origin: Origin,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<ScheduledTransferDto>> {
    return (await this.scheduleTransfer.execute(userId, body, claim, origin)).map(ScheduledTransferDto.from);
  }

  /** Your scheduled transfers, newest first, whatever has become of them. */
  @Get()
  @Permission('transfers:read')
  async list(
    @Caller() { id: userId }: Principal,
    @Query() query: ScheduledTransfersQueryDto,
  ): Promise<ScheduledTransferListDto> {
    return ScheduledTransferListDto.from(await this.listScheduled.execute(userId, query));
  }

  /** One scheduled transfer of yours. */
  @Get(':id')
  @Permission('transfers:read')
  async read(@Caller() { id: userId }: Principal, @UuidParam() id: string): Promise<ScheduledTransferDto> {
    return ScheduledTransferDto.from(await this.scheduled.require(userId, id));
  }

  /** Moves it to another time, as long as it waits. */
  @Patch(':id')
  @Permission('transfers:write')
  @RateLimit('money')
  @HonoursIfMatch()
  async reschedule(
    @Caller() { id: userId }: Principal,
    @UuidParam() id: string,
    @Body() { scheduledFor }: RescheduleTransferDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<ScheduledTransferDto> {
    const change = { id, userId, expectedVersion };
    return ScheduledTransferDto.from(await this.changes.reschedule(change, new Date(scheduledFor)));
  }

  /** Calls it off, as long as it waits. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Permission('transfers:write')
  @RateLimit('money')
  @Idempotent({ required: false })
  @HonoursIfMatch()
  @ApiOkResponse({ type: ScheduledTransferDto })
  async cancel(
    @Caller() { id: userId }: Principal,
    @UuidParam() id: string,
    @IfMatch() expectedVersion?: bigint,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<ScheduledTransferDto>> {
    return (await this.changes.cancel({ id, userId, expectedVersion }, claim)).map(ScheduledTransferDto.from);
  }
}
