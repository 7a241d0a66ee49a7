import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { FreezeRecords } from './freeze-records.ts';
import { FreezeReleasesRepository } from './freeze-releases.repository.ts';
import { FreezeWallet } from './freeze-wallet.use-case.ts';
import { FreezesController } from './freezes.controller.ts';
import { ListFreezes } from './list-freezes.use-case.ts';
import { WalletFreezes } from './wallet-freezes.ts';

@Module({
  imports: [IdempotencyModule, WalletsModule],
  controllers: [FreezesController],
  providers: [FreezeRecords, FreezeReleasesRepository, WalletFreezes, FreezeWallet, ListFreezes],
})
export class FreezesModule {}
