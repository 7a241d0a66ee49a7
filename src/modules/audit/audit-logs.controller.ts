import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Permission } from '../../platform/http/access.ts';
import { AuditEventListDto, AuditLogQueryDto } from './audit-log.dto.ts';
import { SearchAuditLog } from './search-audit-log.use-case.ts';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('admin/audit-logs')
export class AuditLogsController {
  constructor(private readonly search: SearchAuditLog) {}

  /** Who did what, newest first. An event is here about a second after it was committed. Whoever looks is logged too. */
  @Get()
  @Permission('audit:read')
  @AuditedRead('audit', 'audit-log.read')
  async list(@Query() query: AuditLogQueryDto): Promise<AuditEventListDto> {
    return AuditEventListDto.from(await this.search.execute(AuditLogQueryDto.toQuery(query)));
  }
}
