import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { cleanupJob } from './cleanup-job.ts';
import { JobRuns } from './job-runs.repository.ts';
import { Jobs } from './jobs.ts';
import { RETENTION } from '../../shared/retention.ts';

const KEPT_MS = RETENTION.jobRun.keptMs;
/** Runs every few seconds that found nothing to do are nearly all runs there are. */
const IDLE_KEPT_MS = RETENTION.idleJobRun.keptMs;

/** Deletes runs that are older than 30 days, and those that found nothing to do after a day. */
@Injectable()
export class JobHistoryCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly runs: JobRuns,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const begin = () => {
      const nowMs = this.clock.now().getTime();
      const [startedBefore, idleBefore] = [new Date(nowMs - KEPT_MS), new Date(nowMs - IDLE_KEPT_MS)];
      return (limit: number) => this.runs.deleteStartedBefore(startedBefore, idleBefore, limit);
    };
    this.jobs.register(cleanupJob({ name: 'job-history-cleanup', cron: '41 3 * * *', begin }));
  }
}
