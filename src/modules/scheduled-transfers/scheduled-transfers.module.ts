import { Module, type OnModuleInit } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { RiskModule } from '../risk/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { UsersModule } from '../users/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { CalledOffTransfers } from './called-off-transfers.ts';
import { ChangeScheduledTransfer } from './change-scheduled-transfer.use-case.ts';
import { ExecuteScheduledTransfersJob } from './execute-scheduled-transfers.job.ts';
import { ListScheduledTransfers } from './list-scheduled-transfers.use-case.ts';
import { ScheduleTransfer } from './schedule-transfer.use-case.ts';
import { ScheduledTransferDrafts } from './scheduled-transfer-drafts.ts';
import { assertScheduledTransferTransitions } from './scheduled-transfer-state.ts';
import { PromisedTransfers } from './promised-transfers.ts';
import { ReviewedTransfers } from './reviewed-transfers.ts';
import { ScheduledPostings } from './scheduled-postings.ts';
import { ScheduledRisk } from './scheduled-risk.ts';
import { ScheduledTransfersController } from './scheduled-transfers.controller.ts';
import { ScheduledTransfersRepository } from './scheduled-transfers.repository.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

@Module({
  imports: [IdempotencyModule, RiskModule, SettingsModule, UsersModule, WalletsModule],
  controllers: [ScheduledTransfersController],
  providers: [
    ...[
      ScheduledTransfers,
      ScheduledTransfersRepository,
      ScheduledTransferDrafts,
      ScheduledPostings,
      PromisedTransfers,
      CalledOffTransfers,
      ReviewedTransfers,
      ScheduledRisk,
    ],
    ...[ScheduleTransfer, ChangeScheduledTransfer, ListScheduledTransfers, ExecuteScheduledTransfersJob],
  ],
})
export class ScheduledTransfersModule implements OnModuleInit {
  onModuleInit(): void {
    assertScheduledTransferTransitions();
  }
}
