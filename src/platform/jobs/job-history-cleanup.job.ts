import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { inChunks } from './in-chunks.ts';
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

  private run(context: JobContext): Promise<number> {
    const startedBefore = new Date(this.clock.now().getTime() - KEPT_MS);
    return inChunks(context, () => this.runs.deleteStartedBefore(startedBefore, CHUNK));
  }
}
