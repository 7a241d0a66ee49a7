import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import { PayOutDto, SandboxPayoutDto } from './sandbox-payout.dto.ts';
import { PlayPayout } from './play-payout.use-case.ts';

@ApiTags('settlements')
@ApiBearerAuth()
@Controller('sandbox/payouts')
export class SandboxPayoutsController {
  constructor(private readonly playPayout: PlayPayout) {}

  /** Has the sandbox pay out to our bank. Only with the sandbox provider; heard of when its balance is read. */
  @Post()
  @HttpCode(202)
  @Permission('sandbox:play')
  @RateLimit('money')
  async payOut(@Body() { amount, currency, outcome }: PayOutDto): Promise<SandboxPayoutDto> {
    return { reference: await this.playPayout.execute({ amount: BigInt(amount), currency, outcome }) };
  }
}
