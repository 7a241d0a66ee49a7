import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Patch, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import type { Principal } from '../../shared/principal.ts';
import { ChangeMeDto } from './change-me.dto.ts';
import { ChangeMe } from './change-me.use-case.ts';
import { DeleteAccount } from './delete-account.use-case.ts';
import { ProfileDto, SubmitProfileDto } from './profile.dto.ts';
import { SubmitProfile } from './submit-profile.use-case.ts';
import { UserDto } from './user.dto.ts';
import { Users } from './users.ts';

@ApiTags('identity')
@ApiBearerAuth()
@Controller('me')
export class MeController {
  constructor(
    private readonly users: Users,
    private readonly changeMe: ChangeMe,
    private readonly submitProfile: SubmitProfile,
    private readonly deleteAccount: DeleteAccount,
  ) {}

  /** Who I am, as it is now, not as the access token remembers it. */
  @Get()
  @Permission('me:read')
  async read(@Caller() caller: Principal): Promise<UserDto> {
    return UserDto.of(await this.users.require(caller.id));
  }

  /** Changes my name or phone. The name of somebody verified stays. */
  @Patch()
  @Permission('me:write')
  @InPerson()
  async change(@Caller() { id }: Principal, @Body() body: ChangeMeDto): Promise<UserDto> {
    return UserDto.of(await this.changeMe.execute(id, body));
  }

  /** Closes my account, for good. My wallets must be empty, and nothing may be owed. */
  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Permission('me:write')
  @StepUp()
  remove(@Caller() caller: Principal): Promise<void> {
    return this.deleteAccount.execute(caller, () => Promise.resolve());
  }

  /** What I submitted to be checked. */
  @Get('profile')
  @Permission('me:read')
  async profile(@Caller() { id }: Principal): Promise<ProfileDto> {
    return ProfileDto.from(await this.changeMe.profile(id));
  }

  /** Submits who I am, to be checked; again until it is. */
  @Put('profile')
  @Permission('me:write')
  @InPerson()
  async submit(@Caller() { id }: Principal, @Body() body: SubmitProfileDto): Promise<ProfileDto> {
    return ProfileDto.from(await this.submitProfile.execute(id, body));
  }
}
