import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { OrdersModule } from '../orders/index.ts';
import { UsersModule } from '../users/index.ts';
import { VenuesModule } from '../venues/index.ts';
import { AtTheBar } from './at-the-bar.ts';
import { Bar } from './bar.ts';
import { ConfirmRedemption } from './confirm-redemption.use-case.ts';
import { IssueRedemption } from './issue-redemption.use-case.ts';
import { QrCodes } from './qr-codes.ts';
import { RedemptionCleanup } from './redemption-cleanup.job.ts';
import { RedemptionsController } from './redemptions.controller.ts';
import { RedemptionsRepository } from './redemptions.repository.ts';
import { Redemptions } from './redemptions.ts';
import { ScanRedemption } from './scan-redemption.use-case.ts';

@Module({
  imports: [IdempotencyModule, OrdersModule, UsersModule, VenuesModule],
  controllers: [RedemptionsController],
  providers: [
    ...[Redemptions, RedemptionsRepository, QrCodes, Bar, AtTheBar],
    ...[IssueRedemption, ScanRedemption, ConfirmRedemption, RedemptionCleanup],
  ],
})
export class RedemptionsModule {}
