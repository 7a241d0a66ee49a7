import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { RiskModule } from '../risk/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { WalletsModule } from '../wallets/index.ts';
import { HoldAccess } from './hold-access.ts';
import { HoldPostings } from './hold-postings.ts';
import { HoldTerms } from './hold-terms.ts';
import { HoldsController } from './holds.controller.ts';
import { PlaceHold } from './place-hold.use-case.ts';
import { ResolveHold } from './resolve-hold.use-case.ts';

@Module({
  imports: [IdempotencyModule, RiskModule, SettingsModule, WalletsModule],
  controllers: [HoldsController],
  providers: [PlaceHold, ResolveHold, HoldAccess, HoldPostings, HoldTerms],
})
export class HoldsModule {}
