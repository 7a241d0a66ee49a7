import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ClientOrigin, type Origin, TellsOrigin } from '../risk/index.ts';
import { MakePayment } from './make-payment.use-case.ts';
import { PaymentReads } from './payment-reads.use-case.ts';
import { MakePaymentDto, PaymentDto, PaymentEventDto, PaymentEventListDto, PaymentListDto } from './payment.dto.ts';

@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly makePayment: MakePayment,
    private readonly reads: PaymentReads,
  ) {}

  /** Tops a wallet up from a payment method. */
  @Post()
  @Permission('payments:write')
  @RateLimit('money')
  @Idempotent()
  @TellsOrigin()
  @ApiCreatedResponse({ type: PaymentDto })
  async make(
    @Caller() caller: Principal,
    @IdempotencyClaim() claim: Claim,
    @Body() { walletId, paymentMethodId, amount, currency, capture = 'automatic' }: MakePaymentDto,
    @ClientOrigin() origin: Origin,
  ): Promise<Replayable<PaymentDto>> {
    const wanted = { walletId, paymentMethodId, amount: BigInt(amount), currency, capture };
    return (await this.makePayment.execute({ userId: caller.id, ...wanted }, claim, origin)).map(PaymentDto.from);
  }

  /** Your payments, newest first. */
  @Get()
  @Permission('payments:read')
  async list(@Caller() caller: Principal, @Query() query: PageQueryDto): Promise<PaymentListDto> {
    const page = await this.reads.list(caller.id, query);
    return { ...page, data: page.data.map(PaymentDto.from) };
  }

  /** One payment, as far as we know it. */
  @Get(':id')
  @Permission('payments:read')
  async read(@Caller() caller: Principal, @UuidParam('id') id: string): Promise<PaymentDto> {
    return PaymentDto.from(await this.reads.shown(caller.id, id));
  }

  /** What happened to a payment, in order. */
  @Get(':id/events')
  @Permission('payments:read')
  async events(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @Query() query: PageQueryDto,
  ): Promise<PaymentEventListDto> {
    const page = await this.reads.events(caller.id, id, query);
    return { ...page, data: page.data.map(PaymentEventDto.from) };
  }
}
