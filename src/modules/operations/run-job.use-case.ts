import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { type JobRun, Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';

/** A request does not wait longer than this; the job goes on. */
const WAIT_MS = 5_000;

/** Runs a job by hand. Gives its end, or how it stands when it takes long. Refuses not_found, job_running. */
@Injectable()
export class RunJob {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
  ) {}

  async execute(command: { name: string }): Promise<JobRun> {
    const { name } = this.jobs.require(command.name);
    const what = { service: 'operations', action: 'job.run_asked', subjectId: name };
    // Before it runs: what a job has done is never without who had it done.
    await this.transactions.run((tx) => audit.record(tx, what));
    const { run, finished } = await this.jobs.start(name);
    return Promise.race([finished, setTimeout(WAIT_MS, run, { ref: false })]);
  }
}
