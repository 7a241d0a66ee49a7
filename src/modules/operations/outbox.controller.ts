import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { PageQueryDto } from '../../platform/http/page-query.dto.ts';
import { OutboxDto } from './outbox.dto.ts';
import { ReadOutbox } from './read-outbox.use-case.ts';

@ApiTags('operations')
@ApiBearerAuth()
@Controller('admin/outbox')
export class OutboxController {
  constructor(private readonly readOutbox: ReadOutbox) {}

  /** How many events wait to be delivered, and those that could not be. */
  @Get()
  @Permission('outbox:read')
  async read(@Query() query: PageQueryDto): Promise<OutboxDto> {
    return OutboxDto.from(await this.readOutbox.execute(query));
  }
}
