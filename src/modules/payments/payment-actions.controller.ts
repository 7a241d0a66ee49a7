import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { CapturePaymentDto } from './capture-payment.dto.ts';
import { FinishPayment } from './finish-payment.use-case.ts';
import { PaymentDto } from './payment.dto.ts';
import { RefundReads } from './refund-reads.use-case.ts';
import { RefundDto, RefundListDto, RequestRefundDto } from './refund.dto.ts';
import { RequestRefund } from './request-refund.use-case.ts';

@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments/:id')
export class PaymentActionsController {
  constructor(
    private readonly finishPayment: FinishPayment,
    private readonly requestRefund: RequestRefund,
    private readonly refunds: RefundReads,
  ) {}

  /** Takes what an authorized payment set aside, or a part of it; the rest is let go. */
  @Post('capture')
  @HttpCode(200)
  @Permission('payments:write')
  @RateLimit('money')
  @Idempotent()
  @ApiOkResponse({ type: PaymentDto })
  async capture(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @IdempotencyClaim() claim: Claim,
    @Body() { amount }: CapturePaymentDto,
  ): Promise<Replayable<PaymentDto>> {
    const amountMinor = amount === undefined ? null : BigInt(amount);
    return (await this.finishPayment.capture(caller.id, id, amountMinor, claim)).map(PaymentDto.from);
  }

  /** Lets go of what an authorized payment set aside, or of a charge that waits for the owner of the card. */
  @Post('cancel')
  @HttpCode(200)
  @Permission('payments:write')
  @RateLimit('money')
  @Idempotent()
  @ApiOkResponse({ type: PaymentDto })
  async cancel(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @IdempotencyClaim() claim: Claim,
  ): Promise<Replayable<PaymentDto>> {
    return (await this.finishPayment.cancel(caller.id, id, claim)).map(PaymentDto.from);
  }

  /** Sends a top-up, or a part of it, from the wallet back to where it came from. */
  @Post('refund')
  @Permission('payments:write')
  @RateLimit('money')
  @Idempotent()
  @ApiCreatedResponse({ type: RefundDto })
  async refund(
    @Caller() caller: Principal,
    @UuidParam('id') paymentId: string,
    @IdempotencyClaim() claim: Claim,
    @Body() { amount, reason }: RequestRefundDto,
  ): Promise<Replayable<RefundDto>> {
    const wanted = { userId: caller.id, paymentId, amount: amount === undefined ? null : BigInt(amount), reason };
    return (await this.requestRefund.execute(wanted, claim)).map(RefundDto.from);
  }

  /** The refunds of a payment, oldest first. */
  @Get('refunds')
  @Permission('payments:read')
  async listRefunds(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @Query() query: PageQueryDto,
  ): Promise<RefundListDto> {
    const page = await this.refunds.list(caller.id, id, query);
    return { ...page, data: page.data.map(RefundDto.from) };
  }
}
