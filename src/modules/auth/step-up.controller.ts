import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ActsForAll, Caller, InPerson, Permission, Public } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Device } from './client-device.ts';
import type { ClientDevice } from './session.ts';
import { SteppedUpDto, StepUpDto, VerifyMfaDto } from './step-up.dto.ts';
import { StepUpSession } from './step-up.use-case.ts';
import { SignedInDto } from './tokens.dto.ts';
import { VerifySecondStep } from './verify-second-step.use-case.ts';

@ApiTags('identity')
@Controller('auth')
export class StepUpController {
  constructor(
    private readonly verifySecondStep: VerifySecondStep,
    private readonly stepUpSession: StepUpSession,
  ) {}

  /** Signs in with the ticket of `mfa_required` and a code of the authenticator, or a recovery code. */
  @Post('mfa/verify')
  @HttpCode(HttpStatus.OK)
  @Public()
  @ActsForAll('sign-in')
  @RateLimit('sign-in')
  async verify(@Body() body: VerifyMfaDto, @Device() device: ClientDevice): Promise<SignedInDto> {
    return SignedInDto.of(await this.verifySecondStep.execute({ ...body, device }));
  }

  /** Proves once more that it is me, for what asks for it with `step_up_required`. */
  @Post('step-up')
  @HttpCode(HttpStatus.OK)
  @ApiBearerAuth()
  @InPerson()
  @Permission('sessions:write')
  @RateLimit('codes')
  async stepUp(
    @Caller() caller: Principal,
    @Body() body: StepUpDto,
    @Device() device: ClientDevice,
  ): Promise<SteppedUpDto> {
    return SteppedUpDto.of(await this.stepUpSession.execute({ caller, ...body, device }));
  }
}
