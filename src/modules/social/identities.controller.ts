import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { ManageIdentities } from './manage-identities.use-case.ts';
import { IdTokenDto, LinkedIdentityListDto, SocialTicketDto } from './social.dto.ts';
import { UnlinkIdentity } from './unlink-identity.use-case.ts';

@ApiTags('identity')
@ApiBearerAuth()
@InPerson()
@Controller('me/identities')
export class IdentitiesController {
  constructor(
    private readonly identities: ManageIdentities,
    private readonly unlinkIdentity: UnlinkIdentity,
  ) {}

  /** With whom I may sign in beside my password. */
  @Get()
  @Permission('me:read')
  async list(@Caller() { id }: Principal): Promise<LinkedIdentityListDto> {
    return LinkedIdentityListDto.from(await this.identities.list(id));
  }

  /** Links who I am at a provider, by the ticket that the browser came back with. My e-mail address must be proved. */
  @Post()
  @HttpCode(HttpStatus.OK)
  @RateLimit('sign-in')
  @Permission('me:write')
  @StepUp()
  async link(
    @Caller() caller: Principal,
    @Body() { ticket, verifier }: SocialTicketDto,
  ): Promise<LinkedIdentityListDto> {
    return LinkedIdentityListDto.from(await this.identities.linkByTicket(caller, ticket, verifier));
  }

  /** The same, by an id token that a provider gave to a native app. */
  @Post(':provider/id-token')
  @HttpCode(HttpStatus.OK)
  @RateLimit('sign-in')
  @Permission('me:write')
  @StepUp()
  async linkIdToken(
    @Caller() caller: Principal,
    @Param('provider') provider: string,
    @Body() proof: IdTokenDto,
  ): Promise<LinkedIdentityListDto> {
    return LinkedIdentityListDto.from(await this.identities.linkByIdToken(caller, provider, proof));
  }

  /** Unlinks it. The last way in stays. */
  @Delete(':provider')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('me:write')
  @StepUp()
  unlink(@Caller() { id }: Principal, @Param('provider') provider: string): Promise<void> {
    return this.unlinkIdentity.execute(id, provider);
  }
}
