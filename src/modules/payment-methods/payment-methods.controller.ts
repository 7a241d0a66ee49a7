import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { AddPaymentMethod } from './add-payment-method.use-case.ts';
import { AddPaymentMethodDto, PaymentMethodDto, PaymentMethodListDto } from './payment-method.dto.ts';
import { PaymentMethods } from './payment-methods.ts';
import { RemovePaymentMethod } from './remove-payment-method.use-case.ts';

@ApiTags('payment methods')
@ApiBearerAuth()
@Controller('payment-methods')
export class PaymentMethodsController {
  constructor(
    private readonly methods: PaymentMethods,
    private readonly addMethod: AddPaymentMethod,
    private readonly removeMethod: RemovePaymentMethod,
  ) {}

  /** Adds a card by its provider's token. */
  @Post()
  @RateLimit('money')
  @Permission('payment-methods:write')
  async add(@Caller() caller: Principal, @Body() body: AddPaymentMethodDto): Promise<PaymentMethodDto> {
    const command = { userId: caller.id, type: body.type, token: body.token, makeDefault: body.makeDefault ?? false };
    return PaymentMethodDto.from(await this.addMethod.execute(command));
  }

  /** Your payment methods, oldest first; at most 20. */
  @Get()
  @Permission('payment-methods:read')
  async list(@Caller() caller: Principal, @Query() query: PageQueryDto): Promise<PaymentMethodListDto> {
    const page = await this.methods.page(caller.id, query);
    return { ...page, data: page.data.map(PaymentMethodDto.from) };
  }

  /** Removes a payment method and erases its token. */
  @Delete(':id')
  @HttpCode(204)
  @Permission('payment-methods:write')
  remove(@Caller() caller: Principal, @UuidParam('id') id: string): Promise<void> {
    return this.removeMethod.execute(caller.id, id);
  }
}
