import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { CreateGroup } from './create-group.use-case.ts';
import { GroupDto, GroupNameDto, GroupPageDto, GroupWithMembersDto } from './group.dto.ts';
import { ListGroups } from './list-groups.use-case.ts';
import { ReadGroup } from './read-group.use-case.ts';
import { RenameGroup } from './rename-group.use-case.ts';

@ApiTags('groups')
@ApiBearerAuth()
@Controller('groups')
export class GroupsController {
  constructor(
    private readonly createGroup: CreateGroup,
    private readonly renameGroup: RenameGroup,
    private readonly listGroups: ListGroups,
    private readonly readGroup: ReadGroup,
  ) {}

  /** Makes a group that the caller owns. A person may be in 100 groups. */
  @Post()
  @Permission('groups:write')
  async create(@Caller() caller: Principal, @Body() body: GroupNameDto): Promise<GroupDto> {
    return GroupDto.of(await this.createGroup.execute({ ownerId: caller.id, name: body.name }));
  }

  /** The caller's groups, oldest first. */
  @Get()
  @Permission('groups:read')
  async list(@Caller() caller: Principal, @Query() query: PageQueryDto): Promise<GroupPageDto> {
    return GroupPageDto.of(
      await this.listGroups.execute({ callerId: caller.id, limit: query.limit, cursor: query.cursor }),
    );
  }

  /** A group with its members, for its members. */
  @Get(':id')
  @Permission('groups:read')
  async read(@Caller() caller: Principal, @UuidParam() id: string): Promise<GroupWithMembersDto> {
    return GroupWithMembersDto.ofMembers(await this.readGroup.execute({ groupId: id, callerId: caller.id }));
  }

  /** Gives the group another name; for its owner. */
  @Patch(':id')
  @Permission('groups:write')
  async rename(@Caller() caller: Principal, @UuidParam() id: string, @Body() body: GroupNameDto): Promise<GroupDto> {
    return GroupDto.of(await this.renameGroup.execute({ groupId: id, callerId: caller.id, name: body.name }));
  }
}
