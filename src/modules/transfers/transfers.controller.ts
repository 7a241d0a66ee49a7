import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { MakeTransferBatch } from './make-transfer-batch.use-case.ts';
import { MakeTransferDto, ReverseTransferDto, TransferBatchDto, TransferBatchResultDto } from './make-transfer.dto.ts';
import { MakeTransfer } from './make-transfer.use-case.ts';
import { ReverseTransfer } from './reverse-transfer.use-case.ts';
import { TransferReads } from './transfer-reads.use-case.ts';
import { TransferDto, TransferListDto, TransfersQueryDto } from './transfer.dto.ts';

@ApiTags('transfers')
@ApiBearerAuth()
@Controller('transfers')
export class TransfersController {
  constructor(
    private readonly makeTransfer: MakeTransfer,
    private readonly makeBatch: MakeTransferBatch,
    private readonly reverseTransfer: ReverseTransfer,
    private readonly reads: TransferReads,
  ) {}

  /** Moves money from a wallet of yours to another wallet. */
  @Post()
  @Permission('transfers:write')
  @RateLimit('money')
  @Idempotent({ record: 'postgres' })
  @ApiCreatedResponse({ type: TransferDto })
  async make(
    @Caller() caller: Principal,
    @IdempotencyClaim() claim: Claim,
    @Body() body: MakeTransferDto,
  ): Promise<Replayable<TransferDto>> {
    return (await this.makeTransfer.execute(caller.id, body, claim)).map((transfer) =>
      TransferDto.from(transfer, caller.id),
    );
  }

  /** Up to 500 transfers in one posting, each with its own result; or all or none. */
  @Post('batch')
  @HttpCode(200)
  @Permission('transfers:write')
  @RateLimit('money')
  @Idempotent({ record: 'postgres' })
  @ApiOkResponse({ type: TransferBatchResultDto })
  async batch(
    @Caller() caller: Principal,
    @IdempotencyClaim() claim: Claim,
    @Body() body: TransferBatchDto,
  ): Promise<Replayable<TransferBatchResultDto>> {
    return (await this.makeBatch.execute(caller.id, body.transfers, body.atomic, claim)).map((results) => ({
      results,
    }));
  }

  /** Transfers in and out of your wallets, newest first. */
  @Get()
  @Permission('transfers:read')
  async list(@Caller() caller: Principal, @Query() query: TransfersQueryDto): Promise<TransferListDto> {
    const page = await this.reads.list(caller.id, query);
    return { ...page, data: page.data.map((transfer) => TransferDto.from(transfer, caller.id)) };
  }

  /** One transfer. */
  @Get(':id')
  @Permission('transfers:read')
  async read(@Caller() caller: Principal, @UuidParam('id') id: string): Promise<TransferDto> {
    return TransferDto.from((await this.reads.visible(caller, id)).transfer, caller.id);
  }

  /** Sends a transfer, or a part of it, back: for its receiver. */
  @Post(':id/reverse')
  @Permission('transfers:write')
  @RateLimit('money')
  @Idempotent({ record: 'postgres' })
  @ApiCreatedResponse({ type: TransferDto })
  async reverse(
    @Caller() caller: Principal,
    @UuidParam('id') transferId: string,
    @IdempotencyClaim() claim: Claim,
    @Body() body: ReverseTransferDto,
  ): Promise<Replayable<TransferDto>> {
    const amountMinor = body.amount === undefined ? undefined : BigInt(body.amount);
    return (await this.reverseTransfer.execute(caller, { transferId, amountMinor, reason: body.reason }, claim)).map(
      (transfer) => TransferDto.from(transfer, caller.id),
    );
  }
}
