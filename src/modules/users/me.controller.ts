import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import type { Principal } from '../../shared/principal.ts';
import { UserDto } from './user.dto.ts';
import { Users } from './users.ts';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('me')
export class MeController {
  constructor(private readonly users: Users) {}

  /** Who I am, as it is now, not as the access token remembers it. */
  @Get()
  @Permission('me:read')
  async read(@Caller() caller: Principal): Promise<UserDto> {
    return UserDto.of(await this.users.require(caller.id));
  }
}
