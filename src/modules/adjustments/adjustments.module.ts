import { Module, type OnModuleInit } from '@nestjs/common';
import { assertRequestTransitions } from '../../shared/maker-checker.ts';
import { IdempotencyModule } from '../idempotency/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { AdjustmentDrafts } from './adjustment-drafts.ts';
import { AdjustmentsController } from './adjustments.controller.ts';
import { AdjustmentsRepository } from './adjustments.repository.ts';
import { Adjustments } from './adjustments.ts';
import { DecideAdjustment } from './decide-adjustment.use-case.ts';
import { ListAdjustments } from './list-adjustments.use-case.ts';
import { RequestAdjustment } from './request-adjustment.use-case.ts';

@Module({
  imports: [IdempotencyModule, WalletsModule],
  controllers: [AdjustmentsController],
  providers: [
    ...[Adjustments, AdjustmentsRepository, AdjustmentDrafts],
    ...[RequestAdjustment, DecideAdjustment, ListAdjustments],
  ],
})
export class AdjustmentsModule implements OnModuleInit {
  onModuleInit(): void {
    assertRequestTransitions();
  }
}
