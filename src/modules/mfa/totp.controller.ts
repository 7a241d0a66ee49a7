import { Body, Controller, Delete, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { ConfirmTotp } from './confirm-totp.use-case.ts';
import { DisableTotp } from './disable-totp.use-case.ts';
import { EnrolTotp } from './enrol-totp.use-case.ts';
import { ConfirmTotpDto, RecoveryCodesDto, TotpEnrolmentDto } from './mfa.dto.ts';

@ApiTags('identity')
@ApiBearerAuth()
@InPerson()
@Controller('auth/mfa/totp')
@RateLimit('codes')
export class TotpController {
  constructor(
    private readonly enrolTotp: EnrolTotp,
    private readonly confirmTotp: ConfirmTotp,
    private readonly disableTotp: DisableTotp,
  ) {}

  /** Begins to add an authenticator. Sign-in asks for it once a code of it was confirmed. */
  @Post()
  @Permission('me:write')
  @StepUp()
  async enrol(@Caller() caller: Principal): Promise<TotpEnrolmentDto> {
    return TotpEnrolmentDto.of(await this.enrolTotp.execute(caller));
  }

  /** Confirms that the authenticator works, and gives the recovery codes. */
  @Post('confirm')
  @HttpCode(HttpStatus.OK)
  @Permission('me:write')
  @StepUp()
  async confirm(@Caller() caller: Principal, @Body() { code }: ConfirmTotpDto): Promise<RecoveryCodesDto> {
    return RecoveryCodesDto.of(await this.confirmTotp.execute(caller, code));
  }

  /** Removes the authenticator and the recovery codes. */
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('me:write')
  @StepUp()
  disable(@Caller() caller: Principal): Promise<void> {
    return this.disableTotp.execute(caller);
  }
}
