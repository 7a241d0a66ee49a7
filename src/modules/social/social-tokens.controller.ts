import { Body, Controller, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActsForAll, Public } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import { type ClientDevice, Device, SignedInDto } from '../auth/index.ts';
import { SignInWithIdentity } from './sign-in-with-identity.use-case.ts';
import { IdTokenDto, SocialTicketDto } from './social.dto.ts';

@ApiTags('identity')
@Controller('auth/social')
@Public()
@RateLimit('sign-in')
export class SocialTokensController {
  constructor(private readonly signIn: SignInWithIdentity) {}

  /** Signs in with the ticket that the browser came back with. */
  @Post('tokens')
  @HttpCode(HttpStatus.OK)
  @ActsForAll('sign-in')
  async tokens(@Body() { ticket, verifier }: SocialTicketDto, @Device() device: ClientDevice): Promise<SignedInDto> {
    return SignedInDto.of(await this.signIn.withTicket(ticket, verifier, device));
  }

  /** Signs in with an id token that a provider gave to a native app. */
  @Post(':provider/id-token')
  @HttpCode(HttpStatus.OK)
  @ActsForAll('sign-in')
  async idToken(
    @Param('provider') provider: string,
    @Body() { idToken, nonce }: IdTokenDto,
    @Device() device: ClientDevice,
  ): Promise<SignedInDto> {
    return SignedInDto.of(await this.signIn.withIdToken(provider, idToken, nonce, device));
  }
}
