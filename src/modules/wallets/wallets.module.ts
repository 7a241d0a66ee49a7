import { Module } from '@nestjs/common';
import { RiskModule } from '../risk/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { UsersModule } from '../users/index.ts';
import { AmountLimits } from './amount-limits.ts';
import { BalanceController } from './balance.controller.ts';
import { CloseWallet } from './close-wallet.use-case.ts';
import { DryRuns } from './dry-runs.ts';
import { LargeAmounts } from './large-amounts.ts';
import { MovementGuard } from './movement-guard.ts';
import { OpenWallet } from './open-wallet.use-case.ts';
import { ReadBalance } from './read-balance.use-case.ts';
import { WalletsController } from './wallets.controller.ts';
import { Wallets } from './wallets.ts';

@Module({
  imports: [RiskModule, SettingsModule, UsersModule],
  controllers: [WalletsController, BalanceController],
  providers: [Wallets, AmountLimits, LargeAmounts, MovementGuard, DryRuns, OpenWallet, CloseWallet, ReadBalance],
  exports: [Wallets, AmountLimits, MovementGuard, DryRuns],
})
export class WalletsModule {}
