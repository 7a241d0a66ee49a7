import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobHistoryCleanup } from './job-history-cleanup.job.ts';
import { JobRunner } from './job-runner.ts';
import { JobRuns } from './job-runs.repository.ts';
import { JobScheduler } from './job-scheduler.ts';
import { Jobs } from './jobs.ts';

@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [JobRuns, JobRunner, Jobs, JobScheduler, JobHistoryCleanup],
  exports: [Jobs, JobRuns],
})
export class JobsModule {}
