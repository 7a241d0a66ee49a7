import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ClientOrigin, type Origin, TellsOrigin } from '../risk/index.ts';
import { ListOrdersDto } from './list-orders.dto.ts';
import { ListOrders } from './list-orders.use-case.ts';
import { OrderDto, OrderListDto } from './order.dto.ts';
import { PlaceOrderDto } from './place-order.dto.ts';
import { PlaceOrder } from './place-order.use-case.ts';
import { ReadOrder } from './read-order.use-case.ts';

@ApiTags('treats')
@ApiBearerAuth()
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly placeOrder: PlaceOrder,
    private readonly listOrders: ListOrders,
    private readonly readOrder: ReadOrder,
  ) {}

  /** Treats somebody. The amount is held on your wallet until the treat is redeemed, declined, cancelled or 24 hours old. */
  @Post()
  @Idempotent()
  @RateLimit('money')
  @Permission('orders:write')
  @TellsOrigin()
  @ApiCreatedResponse({ type: OrderDto })
  async place(
    @Caller() { id }: Principal,
    @Body() body: PlaceOrderDto,
    @ClientOrigin() origin: Origin,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<OrderDto>> {
    const { payWith, ...treat } = body;
    const wanted = { ...treat, walletId: payWith.walletId, buyerId: id };
    const placed = await this.placeOrder.execute(wanted, claim, origin);
    return placed.map((order) => OrderDto.from(order, id));
  }

  /** Treats you bought or were given, newest first. */
  @Get()
  @Permission('orders:read')
  async list(@Caller() { id }: Principal, @Query() query: ListOrdersDto): Promise<OrderListDto> {
    return OrderListDto.from(await this.listOrders.execute({ ...query, userId: id }), id);
  }

  /** One treat: for its buyer, its recipient and the staff of its venue. */
  @Get(':id')
  @Permission('orders:read')
  async read(@Caller() { id }: Principal, @UuidParam() orderId: string): Promise<OrderDto> {
    return OrderDto.from(await this.readOrder.execute(id, orderId), id);
  }
}
