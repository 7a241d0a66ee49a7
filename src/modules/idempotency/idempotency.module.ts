import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AnswerKeeper } from './answer-keeper.ts';
import { BeginRequest } from './begin-request.use-case.ts';
import { ClaimCleanup } from './claim-cleanup.job.ts';
import { Claims } from './claims.repository.ts';
import { ExplainKey } from './explain-key.use-case.ts';
import { IdempotencyController } from './idempotency.controller.ts';
import { PostgresRoutes } from './postgres-routes.ts';
import { IdempotencyRecords } from './records.repository.ts';
import { ReplayedHeader } from './replayed-header.ts';

/** Global, because `@Idempotent` brings an interceptor into other modules' controllers. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [IdempotencyController],
  providers: [
    Claims,
    IdempotencyRecords,
    BeginRequest,
    AnswerKeeper,
    ClaimCleanup,
    ExplainKey,
    PostgresRoutes,
    ReplayedHeader,
  ],
  exports: [Claims, BeginRequest],
})
export class IdempotencyModule {}
