import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ActsForAll, Caller, Permission, Public, StepUp } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { type ClientDevice, Device, RefreshedDto } from '../auth/index.ts';
import { ChangePassword } from './change-password.use-case.ts';
import { ForgetPassword } from './forget-password.use-case.ts';
import {
  ChangePasswordDto,
  ForgotPasswordDto,
  PasswordResetDto,
  ResetAskedDto,
  ResetPasswordDto,
} from './password.dto.ts';
import { ResetPassword } from './reset-password.use-case.ts';

@ApiTags('identity')
@Controller()
export class PasswordsController {
  constructor(
    private readonly forgetPassword: ForgetPassword,
    private readonly resetPassword: ResetPassword,
    private readonly changePassword: ChangePassword,
  ) {}

  /** Sends who has this address, if anybody does, a token with which to choose a new password. The answer is the same for all. */
  @Post('auth/password/forgot')
  @HttpCode(HttpStatus.ACCEPTED)
  @Public()
  @ActsForAll('sign-in')
  @RateLimit('sign-in')
  async forgot(@Body() { email }: ForgotPasswordDto): Promise<ResetAskedDto> {
    await this.forgetPassword.execute(email);
    return ResetAskedDto.asked();
  }

  /** Chooses a new password by the token of a message. Ends every session, revokes every API key, and removes passkeys and identities of the last seven days; sign in with the new one. */
  @Post('auth/password/reset')
  @HttpCode(HttpStatus.OK)
  @Public()
  @ActsForAll('sign-in')
  @RateLimit('sign-in')
  async reset(@Body() { token, newPassword }: ResetPasswordDto): Promise<PasswordResetDto> {
    return PasswordResetDto.of(await this.resetPassword.execute(token, newPassword));
  }

  /** Changes my password. Ends every session, and gives the tokens of a new one here. */
  @Post('me/password')
  @HttpCode(HttpStatus.OK)
  @ApiBearerAuth()
  @StepUp()
  @Permission('me:write')
  @RateLimit('codes')
  async change(
    @Caller() caller: Principal,
    @Body() body: ChangePasswordDto,
    @Device() device: ClientDevice,
  ): Promise<RefreshedDto> {
    return RefreshedDto.of(await this.changePassword.execute({ caller, ...body, device }));
  }
}
