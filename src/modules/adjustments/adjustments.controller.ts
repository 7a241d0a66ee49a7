import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import {
  AdjustmentDto,
  AdjustmentListDto,
  AdjustmentsQueryDto,
  DecideAdjustmentDto,
  RequestAdjustmentDto,
} from './adjustment.dto.ts';
import { Adjustments } from './adjustments.ts';
import { DecideAdjustment } from './decide-adjustment.use-case.ts';
import { ListAdjustments } from './list-adjustments.use-case.ts';
import { RequestAdjustment } from './request-adjustment.use-case.ts';

@ApiTags('adjustments')
@ApiBearerAuth()
@Controller('admin')
export class AdjustmentsController {
  constructor(
    private readonly requestAdjustment: RequestAdjustment,
    private readonly decideAdjustment: DecideAdjustment,
    private readonly listAdjustments: ListAdjustments,
    private readonly adjustments: Adjustments,
  ) {}

  /** Asks for a correction of a wallet. It is posted when somebody else approves it. */
  @Post('wallets/:id/adjust')
  @Permission('ledger:adjust')
  @RateLimit('money')
  @Idempotent()
  @ApiCreatedResponse({ type: AdjustmentDto })
  async request(
    @Caller() { id: makerId }: Principal,
    @UuidParam() walletId: string,
    @Body() body: RequestAdjustmentDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<AdjustmentDto>> {
    return (await this.requestAdjustment.execute({ ...body, walletId, makerId }, claim)).map(AdjustmentDto.from);
  }

  /** Adjustments, newest first. */
  @Get('adjustments')
  @Permission('ledger:read')
  @AuditedRead('adjustments', 'adjustment-list.read')
  async list(@Query() query: AdjustmentsQueryDto): Promise<AdjustmentListDto> {
    return AdjustmentListDto.from(await this.listAdjustments.execute(query));
  }

  /** One adjustment. */
  @Get('adjustments/:id')
  @Permission('ledger:read')
  @AuditedRead('adjustments', 'adjustment.read')
  async read(@UuidParam() id: string): Promise<AdjustmentDto> {
    return AdjustmentDto.from(await this.adjustments.require(id));
  }

  /** Posts an adjustment that somebody else asked for. What the ledger refuses stays pending. */
  @Post('adjustments/:id/approve')
  @HttpCode(200)
  @Permission('ledger:approve')
  @StepUp()
  @RateLimit('money')
  @Idempotent()
  @ApiOkResponse({ type: AdjustmentDto })
  async approve(
    @Caller() { id: by }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: DecideAdjustmentDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<AdjustmentDto>> {
    return (await this.decideAdjustment.execute(id, { to: 'approved', by, reason }, claim)).map(AdjustmentDto.from);
  }

  /** Turns down an adjustment that somebody else asked for. */
  @Post('adjustments/:id/reject')
  @HttpCode(200)
  @Permission('ledger:approve')
  @RateLimit('money')
  @Idempotent({ required: false })
  @ApiOkResponse({ type: AdjustmentDto })
  async reject(
    @Caller() { id: by }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: DecideAdjustmentDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<AdjustmentDto>> {
    return (await this.decideAdjustment.execute(id, { to: 'rejected', by, reason }, claim)).map(AdjustmentDto.from);
  }

  /** Takes back an adjustment that you asked for. */
  @Post('adjustments/:id/cancel')
  @HttpCode(200)
  @Permission('ledger:adjust')
  @RateLimit('money')
  @Idempotent({ required: false })
  @ApiOkResponse({ type: AdjustmentDto })
  async cancel(
    @Caller() { id: by }: Principal,
    @UuidParam() id: string,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<AdjustmentDto>> {
    return (await this.decideAdjustment.execute(id, { to: 'cancelled', by }, claim)).map(AdjustmentDto.from);
  }
}
