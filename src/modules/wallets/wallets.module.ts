import { Module } from '@nestjs/common';
import { CloseWallet } from './close-wallet.use-case.ts';
import { OpenWallet } from './open-wallet.use-case.ts';
import { WalletHistory } from './wallet-history.use-case.ts';
import { WalletsController } from './wallets.controller.ts';
import { Wallets } from './wallets.ts';

@Module({
  controllers: [WalletsController],
  providers: [Wallets, OpenWallet, CloseWallet, WalletHistory],
  exports: [Wallets],
})
export class WalletsModule {}
