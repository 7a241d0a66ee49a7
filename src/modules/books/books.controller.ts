import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditedRead } from '../../platform/audit/index.ts';
import { ReadTrialBalance, VerifyBooks } from '../../ledger/index.ts';
import { Permission } from '../../platform/http/access.ts';
import { accountView } from './account-view.ts';
import {
  AccountListDto,
  AccountsQueryDto,
  TrialBalanceDto,
  TrialBalanceQueryDto,
  VerificationDto,
} from './books.dto.ts';
import { ListAccounts } from './list-accounts.use-case.ts';
import { trialBalanceView } from './trial-balance-view.ts';

@ApiTags('ledger')
@ApiBearerAuth()
@Controller('admin/ledger')
export class BooksController {
  constructor(
    private readonly readTrialBalance: ReadTrialBalance,
    private readonly verifyBooks: VerifyBooks,
    private readonly listAccounts: ListAccounts,
  ) {}

  /** The ledger's accounts with their balances, by code. */
  @Get('accounts')
  @Permission('ledger:read')
  @AuditedRead('books', 'account-list.read')
  async accounts(@Query() query: AccountsQueryDto): Promise<AccountListDto> {
    const page = await this.listAccounts.execute(query);
    return { ...page, data: page.data.map(accountView) };
  }

  /** The trial balance: per asset, what stands on the debit side and what on the credit side. */
  @Get('trial-balance')
  @Permission('ledger:read')
  async trialBalance(@Query() query: TrialBalanceQueryDto): Promise<TrialBalanceDto> {
    return trialBalanceView(await this.readTrialBalance.execute(query.asOf ? new Date(query.asOf) : undefined));
  }

  /** Checks everything that must always be true: sums, balances against entries, holds, limits. */
  @Post('verify')
  @HttpCode(200)
  @Permission('ledger:verify')
  async verify(): Promise<VerificationDto> {
    const { ok, checked, problems } = await this.verifyBooks.execute();
    return { ok, checked, problems: [...problems] };
  }
}
