import { Module, type OnModuleInit } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/index.ts';
import { SettingsModule } from '../settings/index.ts';
import { UsersModule } from '../users/index.ts';
import { ActiveRisk } from './active-risk.repository.ts';
import { ChangeListings } from './change-listings.use-case.ts';
import { assertReviewTransitions } from './decision.ts';
import { DecisionCleanup } from './decision-cleanup.job.ts';
import { DecisionsRepository } from './decisions.repository.ts';
import { Judging } from './judging.ts';
import { ListMovements } from './list-movements.use-case.ts';
import { ListingsController } from './listings.controller.ts';
import { ListingsRepository } from './listings.repository.ts';
import { Looks } from './looks.ts';
import { MoveRule } from './move-rule.use-case.ts';
import { PromisedRisk } from './promised-risk.ts';
import { ReadRules } from './read-rules.use-case.ts';
import { Repetitions } from './repetitions.ts';
import { ReplayRule } from './replay-rule.use-case.ts';
import { ReviewMovements } from './review-movements.use-case.ts';
import { ReviewsController } from './reviews.controller.ts';
import { RiskChanges } from './risk-changes.ts';
import { Risk } from './risk.ts';
import { RuleMovesController } from './rule-moves.controller.ts';
import { assertRuleTransitions } from './rule-state.ts';
import { RulesController } from './rules.controller.ts';
import { RulesRepository } from './rules.repository.ts';
import { SignalLog } from './signal-log.repository.ts';
import { Spending } from './spending.ts';
import { Verdicts } from './verdicts.ts';
import { Watching } from './watching.ts';
import { Windows } from './windows.repository.ts';
import { WriteRule } from './write-rule.use-case.ts';

/** Looks at what people are about to do, by rules that are data. */
@Module({
  imports: [IdempotencyModule, SettingsModule, UsersModule],
  controllers: [RulesController, RuleMovesController, ReviewsController, ListingsController],
  providers: [
    ...[RulesRepository, ListingsRepository, DecisionsRepository, ActiveRisk, Windows, SignalLog],
    ...[Looks, Spending, Judging, Verdicts, Repetitions, Watching, Risk, PromisedRisk, RiskChanges],
    ...[ReadRules, WriteRule, MoveRule, ReplayRule, ReviewMovements, ChangeListings, ListMovements],
    DecisionCleanup,
  ],
  exports: [Risk, PromisedRisk, Spending],
})
export class RiskModule implements OnModuleInit {
  onModuleInit(): void {
    assertRuleTransitions();
    assertReviewTransitions();
  }
}
