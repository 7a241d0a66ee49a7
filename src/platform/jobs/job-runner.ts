import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { actingAs } from '../audit/index.ts';
import { CONFIG, type Config } from '../config/index.ts';
import { asSystem } from '../postgres/index.ts';
import { type JobDefinition, JobInterrupted, type JobRun } from './job.ts';
import { JobRuns } from './job-runs.repository.ts';

/** Runs jobs whose run this process has claimed. On shutdown it lets each go on to the end of its chunk. */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly underWay = new Set<Promise<unknown>>();
  private stopping = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly runs: JobRuns,
  ) {}

  /** What a tick of the cron does: first what another process left unfinished, then the run of this time. */
  async tick(definition: JobDefinition, scheduledAt: Date): Promise<void> {
    await this.resume(definition);
    if (this.stopping) return;
    const run = await this.runs.claim(definition, scheduledAt);
    if (run !== undefined) await this.follow(definition, run);
  }

  /** Takes over, one after another, the runs of this job whose process is gone. */
  async resume(definition: JobDefinition): Promise<void> {
    while (!this.stopping) {
      const run = await this.runs.takeOver(definition);
      if (run === undefined) return;
      this.logger.warn(`${definition.name}: taking over the run of ${run.scheduledAt.toISOString()}`);
      await this.follow(definition, run);
    }
  }

  /** Starts a run by hand; undefined while another run of the job is alive. `finished` never rejects. */
  async startNow(definition: JobDefinition): Promise<{ run: JobRun; finished: Promise<JobRun> } | undefined> {
    const run = await this.runs.claimNow(definition);
    if (run === undefined) return undefined;
    const finished = this.follow(definition, run).then(
      () => this.runs.find(run.id),
      () => run,
    );
    return { run, finished: finished.catch(() => run) };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    const grace = new Promise((resolve) => setTimeout(resolve, this.config.shutdownGraceMs).unref());
    await Promise.race([Promise.allSettled(this.underWay), grace]);
  }

  private async follow(definition: JobDefinition, run: JobRun): Promise<void> {
    const work = this.run(definition, run);
    this.underWay.add(work);
    try {
      await work;
    } finally {
      this.underWay.delete(work);
    }
  }

  private async run(definition: JobDefinition, run: JobRun): Promise<void> {
    const { scheduledAt, fencingToken } = run;
    const renew = (processed: number): Promise<void> => this.renew(definition, run, processed);
    try {
      const context = { scheduledAt, fencingToken, renew };
      const processed = await actingAs(`job:${definition.name}`, () => asSystem('job', () => definition.run(context)));
      const ours = await this.runs.finish(run, { status: 'succeeded', processed });
      if (!ours) this.logger.warn(`${definition.name}: ended after another process had taken over`);
    } catch (error) {
      await this.runFailed(definition, run, error);
    }
  }

  private async runFailed(definition: JobDefinition, run: JobRun, error: unknown): Promise<void> {
    if (error instanceof JobInterrupted) {
      this.logger.warn(`${definition.name}: ${error.message}`);
      return;
    }
    const message = error instanceof Error ? error.message : 'unknown';
    this.logger.error(`${definition.name}: failed: ${message}`, error instanceof Error ? error.stack : undefined);
    await this.runs.finish(run, { status: 'failed', error: message });
  }

  private async renew(definition: JobDefinition, run: JobRun, processed: number): Promise<void> {
    if (!(await this.runs.renew(run, definition, processed)))
      throw new JobInterrupted('another process has taken over');
    if (!this.stopping) return;
    await this.runs.yield(run);
    throw new JobInterrupted('this process is stopping; another will resume');
  }
}
