import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { accountEntryView } from './entry-view.ts';
import { AccountEntryListDto, EntriesQueryDto } from './entry.dto.ts';
import { ListEntries } from './list-entries.use-case.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger/accounts/:id')
export class AccountStatementsController {
  constructor(private readonly listEntries: ListEntries) {}

  /** What came into any account of the ledger and went out, newest first. */
  @Get('entries')
  @Permission('ledger:read')
  async entries(@UuidParam('id') id: string, @Query() query: EntriesQueryDto): Promise<AccountEntryListDto> {
    const { account, page } = await this.listEntries.ofAccount(id, query);
    return { ...page, data: page.data.map((entry) => accountEntryView(account, entry)) };
  }
}
