import { Controller, Get, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { MfaDto, RecoveryCodesDto } from './mfa.dto.ts';
import { ReadMfa } from './read-mfa.use-case.ts';
import { RenewRecoveryCodes } from './renew-recovery-codes.use-case.ts';

@ApiTags('identity')
@ApiBearerAuth()
@InPerson()
@Controller('auth/mfa')
export class MfaController {
  constructor(
    private readonly readMfa: ReadMfa,
    private readonly renewRecoveryCodes: RenewRecoveryCodes,
  ) {}

  /** Whether sign-in asks me for a second factor. */
  @Get()
  @Permission('me:read')
  async read(@Caller() { id }: Principal): Promise<MfaDto> {
    return MfaDto.of(await this.readMfa.execute(id));
  }

  /** Ten new recovery codes in the place of the old ones. */
  @Post('recovery-codes')
  @Permission('me:write')
  @StepUp()
  @RateLimit('codes')
  async renew(@Caller() caller: Principal): Promise<RecoveryCodesDto> {
    return RecoveryCodesDto.of(await this.renewRecoveryCodes.execute(caller));
  }
}
