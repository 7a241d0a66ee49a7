import { Module } from '@nestjs/common';
import { JobsController } from './jobs.controller.ts';
import { ListJobs } from './list-jobs.use-case.ts';
import { OutboxController } from './outbox.controller.ts';
import { ReadOutbox } from './read-outbox.use-case.ts';
import { RunJob } from './run-job.use-case.ts';

/** What administrators see of the machinery: jobs and the outbox. */
@Module({ controllers: [JobsController, OutboxController], providers: [ListJobs, RunJob, ReadOutbox] })
export class OperationsModule {}
