import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { DecideWriteOff } from './decide-write-off.use-case.ts';
import { ListWriteOffs } from './list-write-offs.use-case.ts';
import { RequestWriteOff } from './request-write-off.use-case.ts';
import { WriteOffBooks } from './write-off-books.ts';
import {
  DecideWriteOffDto,
  RequestWriteOffDto,
  WriteOffDto,
  WriteOffListDto,
  WriteOffsQueryDto,
} from './write-off.dto.ts';

@ApiTags('disputes')
@ApiBearerAuth()
@Controller('admin')
export class WriteOffsController {
  constructor(
    private readonly requestWriteOff: RequestWriteOff,
    private readonly decideWriteOff: DecideWriteOff,
    private readonly listWriteOffs: ListWriteOffs,
    private readonly books: WriteOffBooks,
  ) {}

  /** Asks to give up (a part of) what is owed for a dispute. It is posted when somebody else approves it. */
  @Post('disputes/:id/write-offs')
  @Permission('ledger:adjust')
  @RateLimit('money')
  @Idempotent()
  @ApiCreatedResponse({ type: WriteOffDto })
  async request(
    @Caller() { id: makerId }: Principal,
    @UuidParam() disputeId: string,
    @Body() body: RequestWriteOffDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<WriteOffDto>> {
    return (await this.requestWriteOff.execute({ ...body, disputeId, makerId }, claim)).map(WriteOffDto.from);
  }

  /** Write-offs, newest first. */
  @Get('write-offs')
  @Permission('ledger:read')
  @AuditedRead('payments', 'write-off-list.read')
  async list(@Query() query: WriteOffsQueryDto): Promise<WriteOffListDto> {
    return WriteOffListDto.from(await this.listWriteOffs.execute(query));
  }

  /** One write-off. */
  @Get('write-offs/:id')
  @Permission('ledger:read')
  @AuditedRead('payments', 'write-off.read')
  async read(@UuidParam() id: string): Promise<WriteOffDto> {
    return WriteOffDto.from(await this.books.require(id));
  }

  /** Posts a write-off that somebody else asked for. One of more than is owed by now stays pending. */
  @Post('write-offs/:id/approve')
  @HttpCode(200)
  @Permission('ledger:approve')
  @StepUp()
  @RateLimit('money')
  @Idempotent()
  @ApiOkResponse({ type: WriteOffDto })
  async approve(
    @Caller() { id: by }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: DecideWriteOffDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<WriteOffDto>> {
    return (await this.decideWriteOff.execute(id, { to: 'approved', by, reason }, claim)).map(WriteOffDto.from);
  }

  /** Turns down a write-off that somebody else asked for. */
  @Post('write-offs/:id/reject')
  @HttpCode(200)
  @Permission('ledger:approve')
  @RateLimit('money')
  @Idempotent({ required: false })
  @ApiOkResponse({ type: WriteOffDto })
  async reject(
    @Caller() { id: by }: Principal,
    @UuidParam() id: string,
    @Body() { reason }: DecideWriteOffDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<WriteOffDto>> {
    return (await this.decideWriteOff.execute(id, { to: 'rejected', by, reason }, claim)).map(WriteOffDto.from);
  }

  /** Takes back a write-off that you asked for. */
  @Post('write-offs/:id/cancel')
  @HttpCode(200)
  @Permission('ledger:adjust')
  @RateLimit('money')
  @Idempotent({ required: false })
  @ApiOkResponse({ type: WriteOffDto })
  async cancel(
    @Caller() { id: by }: Principal,
    @UuidParam() id: string,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<WriteOffDto>> {
    return (await this.decideWriteOff.execute(id, { to: 'cancelled', by }, claim)).map(WriteOffDto.from);
  }
}
