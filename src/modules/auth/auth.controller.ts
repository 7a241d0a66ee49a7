import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ActsForAll, Caller, InPerson, Permission, Public } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { Device } from './client-device.ts';
import { LoginDto } from './login.dto.ts';
import { RefreshDto } from './refresh.dto.ts';
import { RefreshTokens } from './refresh-tokens.use-case.ts';
import { RegisterDto } from './register.dto.ts';
import { RegisterUser } from './register-user.use-case.ts';
import type { ClientDevice } from './session.ts';
import { SignIn } from './sign-in.use-case.ts';
import { SignOut } from './sign-out.use-case.ts';
import { RefreshedDto, SignedInDto } from './tokens.dto.ts';

@ApiTags('identity')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registerUser: RegisterUser,
    private readonly signIn: SignIn,
    private readonly refreshTokens: RefreshTokens,
    private readonly signOut: SignOut,
  ) {}

  /** Makes an account and signs in. */
  @Post('register')
  @Public()
  @ActsForAll('sign-in')
  @RateLimit('sign-in')
  async register(@Body() body: RegisterDto, @Device() device: ClientDevice): Promise<SignedInDto> {
    return SignedInDto.of(await this.registerUser.execute({ ...body, device }));
  }

  /** Signs in with e-mail address and password. */
  @Post('login')
  @HttpCode(HttpStatus.OK)
  @Public()
  @ActsForAll('sign-in')
  @RateLimit('sign-in')
  async login(@Body() body: LoginDto, @Device() device: ClientDevice): Promise<SignedInDto> {
    return SignedInDto.of(await this.signIn.execute({ ...body, device }));
  }

  /** The next pair of tokens. A refresh token works once; one that comes again ends its session. */
  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @Public()
  @ActsForAll('sign-in')
  @RateLimit('sign-in')
  async refresh(@Body() body: RefreshDto, @Device() device: ClientDevice): Promise<RefreshedDto> {
    return RefreshedDto.of(await this.refreshTokens.execute({ ...body, device }));
  }

  /** Ends the session of the access token. */
  @Post('logout')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiBearerAuth()
  @Permission('sessions:write')
  @InPerson()
  logout(@Caller() caller: Principal): Promise<void> {
    return this.signOut.execute(caller);
  }
}
