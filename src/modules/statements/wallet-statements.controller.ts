import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import type { Principal } from '../../shared/principal.ts';
import { entryView } from './entry-view.ts';
import { EntriesQueryDto, EntryListDto } from './entry.dto.ts';
import { ListEntries } from './list-entries.use-case.ts';

@ApiTags('wallets')
@ApiBearerAuth()
@Controller('wallets/:id')
export class WalletStatementsController {
  constructor(private readonly listEntries: ListEntries) {}

  /** What came in and went out, newest first. */
  @Get('entries')
  @Permission('wallets:read')
  async entries(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @Query() query: EntriesQueryDto,
  ): Promise<EntryListDto> {
    const { account, page } = await this.listEntries.ofWallet(caller.id, id, query);
    return { ...page, data: page.data.map((entry) => entryView(account, entry)) };
  }
}
