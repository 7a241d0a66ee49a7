import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { AddPasskey } from './add-passkey.use-case.ts';
import { BeginPasskey } from './begin-passkey.use-case.ts';
import { ListPasskeys } from './list-passkeys.use-case.ts';
import { AddPasskeyDto, attestationOf, PasskeyDto, PasskeyOptionsDto, PasskeysDto } from './passkey.dto.ts';
import { RemovePasskey } from './remove-passkey.use-case.ts';

@ApiTags('identity')
@ApiBearerAuth()
@InPerson()
@Controller('auth/passkeys')
@RateLimit('codes')
export class PasskeysController {
  constructor(
    private readonly beginPasskey: BeginPasskey,
    private readonly addPasskey: AddPasskey,
    private readonly listPasskeys: ListPasskeys,
    private readonly removePasskey: RemovePasskey,
  ) {}

  /** What my browser needs to make a passkey. */
  @Post('options')
  @HttpCode(HttpStatus.OK)
  @Permission('me:write')
  @StepUp()
  async begin(@Caller() { id }: Principal): Promise<PasskeyOptionsDto> {
    return PasskeyOptionsDto.of(await this.beginPasskey.execute(id));
  }

  /** Adds the passkey that was made. */
  @Post()
  @Permission('me:write')
  @StepUp()
  async add(@Caller() caller: Principal, @Body() { name, credential }: AddPasskeyDto): Promise<PasskeyDto> {
    return PasskeyDto.of(await this.addPasskey.execute({ caller, name, response: attestationOf(credential) }));
  }

  /** My passkeys. */
  @Get()
  @Permission('me:read')
  async list(@Caller() { id }: Principal): Promise<PasskeysDto> {
    return PasskeysDto.of(await this.listPasskeys.execute(id));
  }

  /** Removes a passkey: nobody signs in with it any more. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('me:write')
  @StepUp()
  remove(@UuidParam() passkeyId: string, @Caller() { id }: Principal): Promise<void> {
    return this.removePasskey.execute(passkeyId, id);
  }
}
