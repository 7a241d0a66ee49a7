import { Module } from '@nestjs/common';
import { WalletsModule } from '../wallets/index.ts';
import { AccountStatementsController } from './account-statements.controller.ts';
import { ReadStatement } from './read-statement.use-case.ts';
import { StatementDrafts } from './statement-drafts.ts';
import { StatementFiles } from './statement-files.ts';
import { StatementPositions } from './statement-positions.ts';
import { UsersModule } from '../users/index.ts';
import { ListEntries } from './list-entries.use-case.ts';
import { WalletStatementsController } from './wallet-statements.controller.ts';

@Module({
  imports: [WalletsModule, UsersModule],
  controllers: [WalletStatementsController, AccountStatementsController],
  providers: [ListEntries, ReadStatement, StatementDrafts, StatementFiles, StatementPositions],
  exports: [StatementFiles],
})
export class StatementsModule {}
