import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim, type Replayable } from '../idempotency/index.ts';
import { ActOnOrder, type OrderAction } from './act-on-order.use-case.ts';
import { OrderDto } from './order.dto.ts';

@ApiTags('treats')
@ApiBearerAuth()
@Controller('orders/:id')
export class OrderActionsController {
  constructor(private readonly actOnOrder: ActOnOrder) {}

  /** The recipient says yes: from now on only the bar, or time, ends the treat. */
  @Post('accept')
  @HttpCode(200)
  @Idempotent({ required: false })
  @RateLimit('money')
  @Permission('orders:write')
  @HonoursIfMatch()
  @ApiOkResponse({ type: OrderDto })
  accept(
    @Caller() { id: callerId }: Principal,
    @UuidParam() orderId: string,
    @IfMatch() expectedVersion?: bigint,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<OrderDto>> {
    return this.act({ action: 'accept', orderId, callerId, expectedVersion, claim });
  }

  /** The recipient says no: the buyer has the money back at once. */
  @Post('reject')
  @HttpCode(200)
  @Idempotent({ required: false })
  @RateLimit('money')
  @Permission('orders:write')
  @HonoursIfMatch()
  @ApiOkResponse({ type: OrderDto })
  reject(
    @Caller() { id: callerId }: Principal,
    @UuidParam() orderId: string,
    @IfMatch() expectedVersion?: bigint,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<OrderDto>> {
    return this.act({ action: 'reject', orderId, callerId, expectedVersion, claim });
  }

  /** The buyer takes it back, as long as it is not accepted. */
  @Post('cancel')
  @HttpCode(200)
  @Idempotent({ required: false })
  @RateLimit('money')
  @Permission('orders:write')
  @HonoursIfMatch()
  @ApiOkResponse({ type: OrderDto })
  cancel(
    @Caller() { id: callerId }: Principal,
    @UuidParam() orderId: string,
    @IfMatch() expectedVersion?: bigint,
    @IdempotencyClaim() claim?: Claim,
  ): Promise<Replayable<OrderDto>> {
    return this.act({ action: 'cancel', orderId, callerId, expectedVersion, claim });
  }

  private async act(command: OrderAction): Promise<Replayable<OrderDto>> {
    return (await this.actOnOrder.execute(command)).map((order) => OrderDto.from(order, command.callerId));
  }
}
