import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { InPerson, Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { AccessHistoryDto } from './access-history.dto.ts';
import { ReadAccessHistory } from './read-access-history.use-case.ts';

@ApiTags('roles')
@ApiBearerAuth()
@InPerson()
@Controller('admin')
export class AccessHistoryController {
  constructor(private readonly history: ReadAccessHistory) {}

  /** What became of a role, and who was given it or lost it, newest first. */
  @Get('roles/:name/history')
  @Permission('roles:read')
  @AuditedRead('access', 'role-history.read')
  async ofRole(@Param('name') name: string, @Query() query: PageQueryDto): Promise<AccessHistoryDto> {
    return AccessHistoryDto.from(await this.history.ofRole(name, query));
  }

  /** The roles that a person was given and lost, newest first. */
  @Get('users/:id/roles/history')
  @Permission('roles:read')
  @AuditedRead('access', 'role-history.read')
  async ofUser(@UuidParam() userId: string, @Query() query: PageQueryDto): Promise<AccessHistoryDto> {
    return AccessHistoryDto.from(await this.history.ofUser(userId, query));
  }
}
