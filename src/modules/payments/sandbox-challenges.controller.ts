import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { CompleteChallengeDto } from './complete-challenge.dto.ts';
import { CompleteChallenge } from './complete-challenge.use-case.ts';
import { PaymentDto } from './payment.dto.ts';

@ApiTags('payments')
@ApiBearerAuth()
@Controller('sandbox/challenges')
export class SandboxChallengesController {
  constructor(private readonly completeChallenge: CompleteChallenge) {}

  /** Approves or declines a payment of yours that requires action. Only with the sandbox provider; inquired about shortly. */
  @Post(':paymentId')
  @HttpCode(200)
  @Permission('payments:write')
  @RateLimit('money')
  async complete(
    @Caller() caller: Principal,
    @UuidParam('paymentId') paymentId: string,
    @Body() { approve }: CompleteChallengeDto,
  ): Promise<PaymentDto> {
    return PaymentDto.from(await this.completeChallenge.execute(caller.id, paymentId, approve));
  }
}
