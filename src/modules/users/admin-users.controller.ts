import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission, StepUp } from '../../platform/http/access.ts';
import type { PermissionName } from '../../platform/http/permissions.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import {
  AdminUserDto,
  AdminUserPageDto,
  ChangeStatusDto,
  DecideKycDto,
  UserFileDto,
  UsersQueryDto,
} from './admin-user.dto.ts';
import { AdministerUsers } from './administer-users.use-case.ts';
import { ChangeStatus } from './change-status.use-case.ts';
import { DecideKyc } from './decide-kyc.use-case.ts';

@ApiTags('users')
@ApiBearerAuth()
@Controller('admin/users')
export class AdminUsersController {
  constructor(
    private readonly users: AdministerUsers,
    private readonly changeStatus: ChangeStatus,
    private readonly decideKyc: DecideKyc,
  ) {}

  /** People, newest first. Personal data only for who may see it. */
  @Get()
  @Permission('users:read')
  @AuditedRead('users', 'user-list.read')
  async list(@Query() query: UsersQueryDto, @Caller() caller: Principal): Promise<AdminUserPageDto> {
    const personal = seesPeople(caller);
    return AdminUserPageDto.of(await this.users.list({ ...query, personal }), personal);
  }

  /** One person, what they submitted to be checked, and what became of them. */
  @Get(':id')
  @Permission('users:read')
  @AuditedRead('users', 'user.read')
  async read(@UuidParam() userId: string, @Caller() caller: Principal): Promise<UserFileDto> {
    const personal = seesPeople(caller);
    return UserFileDto.from(await this.users.read(userId, personal), personal);
  }

  /** Suspends a person, or lets them in again. Their next request feels it. */
  @Patch(':id/status')
  @Permission('users:suspend')
  @StepUp()
  async status(
    @UuidParam() userId: string,
    @Body() { status: to, reason }: ChangeStatusDto,
    @Caller() by: Principal,
  ): Promise<AdminUserDto> {
    return AdminUserDto.of(await this.changeStatus.execute({ userId, to, reason, by }), seesPeople(by));
  }

  /** Verifies or rejects what a person submitted. */
  @Patch(':id/kyc')
  @Permission('users:verify')
  @StepUp()
  async kyc(
    @UuidParam() userId: string,
    @Body() { status: to, profileVersion, reason }: DecideKycDto,
    @Caller() caller: Principal,
  ): Promise<AdminUserDto> {
    const command = { userId, to, profileVersion, reason, by: caller.id };
    return AdminUserDto.of(await this.decideKyc.execute(command), seesPeople(caller));
  }
}

function seesPeople({ permissions }: Principal): boolean {
  return permissions.has('users:personal' satisfies PermissionName);
}
