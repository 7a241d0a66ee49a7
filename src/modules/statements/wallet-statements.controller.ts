import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { entryView } from './entry-view.ts';
import { EntriesQueryDto, EntryListDto } from './entry.dto.ts';
import { ListEntries } from './list-entries.use-case.ts';
import { ReadStatement } from './read-statement.use-case.ts';
import { StatementFiles } from './statement-files.ts';
import { StatementDto, StatementQueryDto } from './statement.dto.ts';
import { AnswersStatement, statementView } from './statement-view.ts';

@ApiTags('wallets')
@ApiBearerAuth()
@Controller('wallets/:id')
export class WalletStatementsController {
  constructor(
    private readonly listEntries: ListEntries,
    private readonly readStatement: ReadStatement,
    private readonly files: StatementFiles,
  ) {}

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

  /** Opening balance, every line with the balance after it, totals and closing balance: as JSON, or as a CSV or PDF file. */
  @Get('statement')
  @Permission('wallets:read')
  @RateLimit('report')
  @AnswersStatement(StatementDto)
  async statement(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @Query() query: StatementQueryDto,
  ): Promise<StatementDto | StreamableFile> {
    return statementView(await this.readStatement.ofWallet(caller.id, id, query), this.files.opener(caller.id));
  }
}
