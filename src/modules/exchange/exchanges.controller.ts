import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ExchangeCurrency } from './exchange-currency.use-case.ts';
import { ExchangeReads } from './exchange-reads.use-case.ts';
import { ExchangeCurrencyDto, ExchangeDto, ExchangeListDto } from './exchange.dto.ts';

@ApiTags('exchange')
@ApiBearerAuth()
@Controller('fx/exchanges')
export class ExchangesController {
  constructor(
    private readonly exchangeCurrency: ExchangeCurrency,
    private readonly reads: ExchangeReads,
  ) {}

  /** Exchanges money between two wallets of yours at the price of a quote. */
  @Post()
  @Idempotent()
  @RateLimit('money')
  @Permission('fx:write')
  @ApiCreatedResponse({ type: ExchangeDto })
  async make(
    @Caller() { id: userId }: Principal,
    @Body() { quoteId, fromWalletId, toWalletId }: ExchangeCurrencyDto,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<ExchangeDto>> {
    const made = await this.exchangeCurrency.execute({ userId, quoteId, fromWalletId, toWalletId }, claim);
    return made.map((exchange) => ExchangeDto.from(exchange));
  }

  /** Your exchanges, newest first. */
  @Get()
  @Permission('fx:read')
  async list(@Caller() { id }: Principal, @Query() query: PageQueryDto): Promise<ExchangeListDto> {
    return ExchangeListDto.from(await this.reads.list(id, query));
  }

  /** One exchange of yours. */
  @Get(':id')
  @Permission('fx:read')
  async read(@Caller() caller: Principal, @UuidParam() id: string): Promise<ExchangeDto> {
    return ExchangeDto.from(await this.reads.own(caller.id, id));
  }
}
