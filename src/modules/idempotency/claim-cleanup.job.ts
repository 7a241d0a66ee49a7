import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type JobContext, Jobs } from '../../platform/jobs/index.ts';
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

  private async run(context: JobContext): Promise<number> {
    let deleted = 0;
    for (let chunk = CHUNK; chunk === CHUNK;) {
      chunk = await this.claims.deleteExpired(CHUNK);
      deleted += chunk;
      await context.renew(deleted);
    }
    return deleted;
  }
}
