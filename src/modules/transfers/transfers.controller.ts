import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiTags, refs } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { WithStatus } from '../../platform/http/with-status.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ClientOrigin, type Origin, TellsOrigin } from '../risk/index.ts';
import { DryRunDto, DryRunnable, DryRunQueryDto, isDryRun } from '../wallets/index.ts';
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
  @Idempotent({ record: 'postgres', exempt: isDryRun })
  @DryRunnable()
  @TellsOrigin()
  @ApiCreatedResponse({ type: TransferDto })
  async make(
    @Caller() caller: Principal,
    @IdempotencyClaim() claim: Claim,
    @Query() { dryRun }: DryRunQueryDto,
    @Body() body: MakeTransferDto,
    @ClientOrigin() origin: Origin,
  ): Promise<Replayable<TransferDto> | WithStatus<DryRunDto>> {
    if (dryRun) return new WithStatus(HttpStatus.OK, DryRunDto.from(await this.makeTransfer.dryRun(caller.id, body)));
    return (await this.makeTransfer.execute(caller.id, body, claim, origin)).map((transfer) =>
      TransferDto.from(transfer, caller.id),
    );
  }

  /** Up to 500 transfers in one posting, each with its own result; or all or none. */
  @Post('batch')
  @HttpCode(200)
  @Permission('transfers:write')
  @RateLimit('money')
  @Idempotent({ record: 'postgres', exempt: isDryRun })
  @TellsOrigin()
  @ApiExtraModels(TransferBatchResultDto, DryRunDto)
  @ApiOkResponse({ schema: { oneOf: refs(TransferBatchResultDto, DryRunDto) } })
  async batch(
    @Caller() caller: Principal,
    @IdempotencyClaim() claim: Claim,
    @Query() { dryRun }: DryRunQueryDto,
    @Body() body: TransferBatchDto,
    @ClientOrigin() origin: Origin,
  ): Promise<Replayable<TransferBatchResultDto> | DryRunDto> {
    if (dryRun) return DryRunDto.from(await this.makeBatch.dryRun(caller.id, body));
    return (await this.makeBatch.execute(caller.id, body, claim, origin)).map((results) => ({
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
  @Idempotent({ record: 'postgres', exempt: isDryRun })
  @DryRunnable()
  @ApiCreatedResponse({ type: TransferDto })
  async reverse(
    @Caller() caller: Principal,
    @UuidParam('id') transferId: string,
    @IdempotencyClaim() claim: Claim,
    @Query() { dryRun }: DryRunQueryDto,
    @Body() { amount, reason }: ReverseTransferDto,
  ): Promise<Replayable<TransferDto> | WithStatus<DryRunDto>> {
    const wish = { transferId, amountMinor: amount === undefined ? undefined : BigInt(amount), reason };
    if (dryRun) return new WithStatus(HttpStatus.OK, DryRunDto.from(await this.reverseTransfer.dryRun(caller, wish)));
    return (await this.reverseTransfer.execute(caller, wish, claim)).map((transfer) =>
      TransferDto.from(transfer, caller.id),
    );
  }
}
