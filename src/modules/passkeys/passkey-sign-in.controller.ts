import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ActsForAll, Caller, InPerson, Permission, Public } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { type ClientDevice, Device, SignedInDto, SteppedUpDto } from '../auth/index.ts';
import { BeginPasskeySignIn } from './begin-passkey-sign-in.use-case.ts';
import { assertionOf, PasskeyOptionsDto, UsePasskeyDto } from './passkey.dto.ts';
import { SignInWithPasskey } from './sign-in-with-passkey.use-case.ts';
import { StepUpWithPasskey } from './step-up-with-passkey.use-case.ts';

@ApiTags('identity')
@Controller('auth/passkeys')
@RateLimit('sign-in')
export class PasskeySignInController {
  constructor(
    private readonly beginPasskeySignIn: BeginPasskeySignIn,
    private readonly signInWithPasskey: SignInWithPasskey,
    private readonly stepUpWithPasskey: StepUpWithPasskey,
  ) {}

  /** What a browser needs to sign in, or to step up, with whichever passkey the person chooses. */
  @Post('sign-in/options')
  @HttpCode(HttpStatus.OK)
  @Public()
  async begin(): Promise<PasskeyOptionsDto> {
    return PasskeyOptionsDto.of(await this.beginPasskeySignIn.execute());
  }

  /** Signs in with a passkey. */
  @Post('sign-in')
  @HttpCode(HttpStatus.OK)
  @Public()
  @ActsForAll('sign-in')
  async signIn(@Body() { credential }: UsePasskeyDto, @Device() device: ClientDevice): Promise<SignedInDto> {
    return SignedInDto.of(await this.signInWithPasskey.execute(assertionOf(credential), device));
  }

  /** Proves once more that it is me, for what asks for it with `step_up_required`. */
  @Post('step-up')
  @HttpCode(HttpStatus.OK)
  @ApiBearerAuth()
  @InPerson()
  @Permission('sessions:write')
  async stepUp(@Caller() caller: Principal, @Body() { credential }: UsePasskeyDto): Promise<SteppedUpDto> {
    return SteppedUpDto.of(await this.stepUpWithPasskey.execute(caller, assertionOf(credential)));
  }
}
