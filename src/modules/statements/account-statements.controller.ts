import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { Caller, Permission } from '../../platform/http/access.ts';
import { UuidParam } from '../../platform/http/uuid-param.ts';
import { RateLimit } from '../../platform/rate-limit/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { accountEntryView } from './entry-view.ts';
import { AccountEntryListDto, EntriesQueryDto } from './entry.dto.ts';
import { ListEntries } from './list-entries.use-case.ts';
import { ReadStatement } from './read-statement.use-case.ts';
import { StatementFiles } from './statement-files.ts';
import { AccountStatementDto, StatementQueryDto } from './statement.dto.ts';
import { accountStatementView, AnswersStatement } from './statement-view.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger/accounts/:id')
export class AccountStatementsController {
  constructor(
    private readonly listEntries: ListEntries,
    private readonly readStatement: ReadStatement,
    private readonly files: StatementFiles,
  ) {}

  /** What came into any account of the ledger and went out, newest first. */
  @Get('entries')
  @Permission('ledger:read')
  @AuditedRead('statements', 'account-entries.read')
  async entries(@UuidParam('id') id: string, @Query() query: EntriesQueryDto): Promise<AccountEntryListDto> {
    const { account, page } = await this.listEntries.ofAccount(id, query);
    return { ...page, data: page.data.map((entry) => accountEntryView(account, entry)) };
  }

  /** A statement of any account of the ledger, as JSON, or as a CSV or PDF file. */
  @Get('statement')
  @Permission('ledger:read')
  @AuditedRead('statements', 'account-statement.read')
  @RateLimit('report')
  @AnswersStatement(AccountStatementDto)
  async statement(
    @Caller() caller: Principal,
    @UuidParam('id') id: string,
    @Query() query: StatementQueryDto,
  ): Promise<AccountStatementDto | StreamableFile> {
    return accountStatementView(await this.readStatement.ofAccount(id, query), this.files.opener(caller.id));
  }
}
