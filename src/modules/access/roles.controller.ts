import { Body, Controller, Get, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, InPerson, Permission, StepUp } from '../../platform/http/access.ts';
import { HonoursIfMatch, IfMatch } from '../../platform/http/if-match.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { ChangeRole } from './change-role.use-case.ts';
import { CreateRole } from './create-role.use-case.ts';
import { GrantRoles } from './grant-roles.use-case.ts';
import { ReadRoles } from './read-roles.use-case.ts';
import {
  ChangeRoleDto,
  CreateRoleDto,
  GrantedRolesDto,
  GrantRolesDto,
  PermissionListDto,
  RoleDto,
  RoleListDto,
} from './role.dto.ts';

@ApiTags('roles')
@ApiBearerAuth()
@InPerson()
@Controller('admin')
export class RolesController {
  constructor(
    private readonly readRoles: ReadRoles,
    private readonly createRole: CreateRole,
    private readonly changeRole: ChangeRole,
    private readonly grantRoles: GrantRoles,
  ) {}

  /** Every permission that a route can ask for. */
  @Get('permissions')
  @Permission('roles:read')
  async permissions(): Promise<PermissionListDto> {
    return PermissionListDto.from(await this.readRoles.permissions());
  }

  /** Every role and what it may, by name. */
  @Get('roles')
  @Permission('roles:read')
  async list(): Promise<RoleListDto> {
    return { data: (await this.readRoles.list()).map(RoleDto.from) };
  }

  /** Makes a role of permissions that you have yourself. */
  @Post('roles')
  @Permission('roles:write')
  @StepUp()
  async create(@Caller() by: Principal, @Body() body: CreateRoleDto): Promise<RoleDto> {
    return RoleDto.from(await this.createRole.execute({ ...body, by }));
  }

  /** Changes what a role may, by permissions that you have yourself. The next request of everybody who has it feels it. */
  @Patch('roles/:name')
  @Permission('roles:write')
  @StepUp()
  @HonoursIfMatch()
  async change(
    @Caller() by: Principal,
    @Param('name') name: string,
    @Body() body: ChangeRoleDto,
    @IfMatch() expectedVersion?: bigint,
  ): Promise<RoleDto> {
    return RoleDto.from(await this.changeRole.execute({ ...body, name, expectedVersion, by }));
  }

  /** Sets the roles of a person: none that may more than you. Their next request feels it. */
  @Put('users/:id/roles')
  @Permission('users:grant')
  @StepUp()
  async grant(
    @Caller() by: Principal,
    @UuidParam() userId: string,
    @Body() { roles, reason }: GrantRolesDto,
  ): Promise<GrantedRolesDto> {
    return { userId, roles: [...(await this.grantRoles.execute({ userId, roles: () => roles, reason, by }))] };
  }
}
