import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { inChunks } from './in-chunks.ts';
import type { JobContext } from './job.ts';
import { JobRuns } from './job-runs.repository.ts';
import { Jobs } from './jobs.ts';
import { RETENTION } from '../../shared/retention.ts';

const KEPT_MS = RETENTION.jobRun.keptMs;
/** Runs every few seconds that found nothing to do are nearly all runs there are. */
const IDLE_KEPT_MS = RETENTION.idleJobRun.keptMs;
const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** Deletes runs that are older than 30 days, and those that found nothing to do after a day. */
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
    const nowMs = this.clock.now().getTime();
    const startedBefore = new Date(nowMs - KEPT_MS);
    const idleBefore = new Date(nowMs - IDLE_KEPT_MS);
    return inChunks(context, () => this.runs.deleteStartedBefore(startedBefore, idleBefore, CHUNK));
  }
}
