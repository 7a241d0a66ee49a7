import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { Claims } from './claims.repository.ts';

/** Deletes claims whose 24 hours are over. The records in DynamoDB expire by themselves. */
@Injectable()
export class ClaimCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly claims: Claims,
  ) {}

  onModuleInit(): void {
    const begin = () => (limit: number) => this.claims.deleteExpired(limit);
    this.jobs.register(cleanupJob({ name: 'idempotency-claim-cleanup', cron: '17 * * * *', begin }));
  }
}
