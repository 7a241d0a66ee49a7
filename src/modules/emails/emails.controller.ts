import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { type ClientDevice, Device, SignedInDto } from '../auth/index.ts';
import { AskForEmail } from './ask-for-email.use-case.ts';
import { ChangeEmail } from './change-email.use-case.ts';
import { AskForEmailDto, ChangeEmailDto, EmailAskedForDto } from './email.dto.ts';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('me/email')
@RateLimit('codes')
export class EmailsController {
  constructor(
    private readonly askForEmail: AskForEmail,
    private readonly changeEmail: ChangeEmail,
  ) {}

  /** Asks for another e-mail address: sends a code there, and tells the one I have. */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @Permission('me:write')
  @StepUp()
  async ask(@Caller() { id }: Principal, @Body() { email }: AskForEmailDto): Promise<EmailAskedForDto> {
    await this.askForEmail.execute(id, email);
    return EmailAskedForDto.asked();
  }

  /** Proves by the code that the address is mine, and changes it. Ends every session, and gives the tokens of a new one here. */
  @Post('verify')
  @HttpCode(HttpStatus.OK)
  @Permission('me:write')
  @StepUp()
  async verify(
    @Caller() caller: Principal,
    @Body() { email, code }: ChangeEmailDto,
    @Device() device: ClientDevice,
  ): Promise<SignedInDto> {
    return SignedInDto.of(await this.changeEmail.execute({ caller, email, code, device }));
  }
}
