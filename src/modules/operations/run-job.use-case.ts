import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type JobRun, Jobs } from '../../platform/jobs/index.ts';

/** A request does not wait longer than this; the job goes on. */
const WAIT_MS = 5_000;

/** Runs a job by hand. Gives its end, or how it stands when it takes long. Refuses not_found, job_running. */
@Injectable()
export class RunJob {
  constructor(private readonly jobs: Jobs) {}

  async execute(command: { name: string }): Promise<JobRun> {
    const { run, finished } = await this.jobs.start(command.name);
    return Promise.race([finished, setTimeout(WAIT_MS, run, { ref: false })]);
  }
}
