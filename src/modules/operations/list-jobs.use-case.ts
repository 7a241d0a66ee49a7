import { Injectable } from '@nestjs/common';
import { type JobDefinition, type JobRun, JobRuns, Jobs } from '../../platform/jobs/index.ts';

/** Every job of this process, with its last run in any process. */
@Injectable()
export class ListJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly runs: JobRuns,
  ) {}

  async execute(): Promise<{ definition: JobDefinition; lastRun: JobRun | undefined }[]> {
    const lastRuns = await this.runs.lastRuns();
    return this.jobs.list().map((definition) => ({ definition, lastRun: lastRuns.get(definition.name) }));
  }
}
