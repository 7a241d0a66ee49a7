import { applyDecorators, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Idempotent, IdempotencyClaim, type Claim } from '../idempotency/index.ts';
import { ActOnOrder } from './act-on-order.use-case.ts';
import { OrderDto } from './order.dto.ts';

/** What the three actions have in common. */
function Action(): MethodDecorator {
  return applyDecorators(
    HttpCode(200),
    Idempotent({ required: false }),
    RateLimit('money'),
    Permission('orders:write'),
    HonoursIfMatch(),
  );
}

const Once = (): ParameterDecorator => IdempotencyClaim();

@ApiTags('treats')
@ApiBearerAuth()
@Controller('orders/:id')
export class OrderActionsController {
  constructor(private readonly actOnOrder: ActOnOrder) {}

  /** The recipient says yes: from now on only the bar, or time, ends the treat. */
  @Post('accept')
  @Action()
  async accept(
    @Caller() { id }: Principal,
    @UuidParam() orderId: string,
    @IfMatch() expectedVersion?: bigint,
    @Once() claim?: Claim,
  ): Promise<OrderDto> {
    const asked = { orderId, callerId: id, expectedVersion, claim };
    return OrderDto.from(await this.actOnOrder.execute({ action: 'accept', ...asked }), id);
  }

  /** The recipient says no: the buyer has the money back at once. */
  @Post('reject')
  @Action()
  async reject(
    @Caller() { id }: Principal,
    @UuidParam() orderId: string,
    @IfMatch() expectedVersion?: bigint,
    @Once() claim?: Claim,
  ): Promise<OrderDto> {
    const asked = { orderId, callerId: id, expectedVersion, claim };
    return OrderDto.from(await this.actOnOrder.execute({ action: 'reject', ...asked }), id);
  }

  /** The buyer takes it back, as long as it is not accepted. */
  @Post('cancel')
  @Action()
  async cancel(
    @Caller() { id }: Principal,
    @UuidParam() orderId: string,
    @IfMatch() expectedVersion?: bigint,
    @Once() claim?: Claim,
  ): Promise<OrderDto> {
    const asked = { orderId, callerId: id, expectedVersion, claim };
    return OrderDto.from(await this.actOnOrder.execute({ action: 'cancel', ...asked }), id);
  }
}
