import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { MakeTransferBatch } from './make-transfer-batch.use-case.ts';
import { MakeTransfer } from './make-transfer.use-case.ts';
import { ReverseTransfer } from './reverse-transfer.use-case.ts';
import { TransferPostings } from './transfer-postings.ts';
import { TransferReads } from './transfer-reads.use-case.ts';
import { TransfersController } from './transfers.controller.ts';

@Module({
  imports: [IdempotencyModule, WalletsModule],
  controllers: [TransfersController],
  providers: [MakeTransfer, MakeTransferBatch, ReverseTransfer, TransferReads, TransferPostings],
})
export class TransfersModule {}
