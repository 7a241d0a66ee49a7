import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { CONFIG, type Config } from '../config/index.ts';
import { CronSlots, TIME_ZONE } from './cron-slots.ts';
import type { JobDefinition } from './job.ts';
import { JobRunner } from './job-runner.ts';
import { Jobs } from './jobs.ts';

const RESUME_EVERY_MS = 30_000;
const RESUME_TIMER = 'jobs:resume';

/** Fires every job's cron in every container; `JobRunner` lets one of them run it. Off when JOBS=off. */
@Injectable()
export class JobScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly runner: JobRunner,
    private readonly registry: SchedulerRegistry,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.jobsEnabled) return;
    for (const definition of this.jobs.list()) this.schedule(definition);
    // A crashed run is not left until its job's next tick, which may be tomorrow.
    this.registry.addInterval(
      RESUME_TIMER,
      setInterval(() => void this.resumeAll(), RESUME_EVERY_MS),
    );
  }

  beforeApplicationShutdown(): void {
    for (const job of this.registry.getCronJobs().values()) void job.stop();
    if (this.registry.doesExist('interval', RESUME_TIMER)) this.registry.deleteInterval(RESUME_TIMER);
  }

  private schedule(definition: JobDefinition): void {
    const slots = new CronSlots(definition.cron, new Date());
    const onTick = (): void =>
      void this.guarded(definition, () => this.runner.tick(definition, slots.latest(new Date())));
    const job = CronJob.from({ cronTime: definition.cron, timeZone: TIME_ZONE, onTick });
    this.registry.addCronJob(definition.name, job);
    job.start();
  }

  private async resumeAll(): Promise<void> {
    for (const definition of this.jobs.list()) await this.guarded(definition, () => this.runner.resume(definition));
  }

  // A store that is down at one tick is no reason to miss the next.
  private async guarded(definition: JobDefinition, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`${definition.name}: ${error instanceof Error ? error.message : 'unknown failure'}`);
    }
  }
}
