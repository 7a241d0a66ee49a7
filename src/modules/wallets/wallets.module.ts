import { Module } from '@nestjs/common';
import { BalanceController } from './balance.controller.ts';
import { CloseWallet } from './close-wallet.use-case.ts';
import { OpenWallet } from './open-wallet.use-case.ts';
import { ReadBalance } from './read-balance.use-case.ts';
import { WalletsController } from './wallets.controller.ts';
import { Wallets } from './wallets.ts';

@Module({
  controllers: [WalletsController, BalanceController],
  providers: [Wallets, OpenWallet, CloseWallet, ReadBalance],
  exports: [Wallets],
})
export class WalletsModule {}
