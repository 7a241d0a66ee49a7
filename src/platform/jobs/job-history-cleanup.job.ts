import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import type { JobContext } from './job.ts';
import { JobRuns } from './job-runs.repository.ts';
import { Jobs } from './jobs.ts';

const KEPT_MS = 30 * 24 * 3_600_000;
const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Deletes runs that are older than 30 days. */
@Injectable()
export class JobHistoryCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly runs: JobRuns,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'job-history-cleanup', cron: '41 3 * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private async run(context: JobContext): Promise<number> {
    const startedBefore = new Date(this.clock.now().getTime() - KEPT_MS);
    let deleted = 0;
    for (let chunk = CHUNK; chunk === CHUNK;) {
      chunk = await this.runs.deleteStartedBefore(startedBefore, CHUNK);
      deleted += chunk;
      await context.renew(deleted);
    }
    return deleted;
  }
}
