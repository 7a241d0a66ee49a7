import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { Claims } from './claims.repository.ts';

const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Deletes claims whose 24 hours are over. The records in DynamoDB expire by themselves. */
@Injectable()
export class ClaimCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly claims: Claims,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'idempotency-claim-cleanup',
      cron: '17 * * * *',
      leaseSeconds: LEASE_SECONDS,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, () => this.claims.deleteExpired(CHUNK));
  }
}
