import { Module } from '@nestjs/common';
import { WalletsModule } from '../wallets/index.ts';
import { AccountStatementsController } from './account-statements.controller.ts';
import { ListEntries } from './list-entries.use-case.ts';
import { ReadableAccounts } from './readable-accounts.ts';
import { WalletStatementsController } from './wallet-statements.controller.ts';

@Module({
  imports: [WalletsModule],
  controllers: [WalletStatementsController, AccountStatementsController],
  providers: [ReadableAccounts, ListEntries],
})
export class StatementsModule {}
