import type { JobDefinition, JobRun } from '../../platform/jobs/index.ts';

/** One run of a job. */
export class JobRunDto {
  /** @example '019a9f0c-6b1f-7c60-8a53-0242ac120002' */
  id!: string;

  /** @example 'outbox-cleanup' */
  job!: string;

  /** @example 'succeeded' */
  status!: 'running' | 'succeeded' | 'failed';

  /**
   * The time the run was meant for.
   * @example '2026-11-21T09:29:00.000Z'
   */
  scheduledAt!: string;

  /** @example '2026-11-21T09:29:00.012Z' */
  startedAt!: string;

  /** @example '2026-11-21T09:29:00.480Z' */
  finishedAt!: string | null;

  /**
   * How often it was begun; more than once after its container died.
   * @example 1
   */
  attempts!: number;

  /** @example 120 */
  processed!: number;

  /** @example null */
  error!: string | null;

  static from(run: JobRun): JobRunDto {
    const { id, job, status, attempts, processed, error } = run;
    const scheduledAt = run.scheduledAt.toISOString();
    const startedAt = run.startedAt.toISOString();
    const finishedAt = run.finishedAt?.toISOString() ?? null;
    return { id, job, status, scheduledAt, startedAt, finishedAt, attempts, processed, error };
  }
}

/** A job, and its last run. */
export class JobDto {
  /** @example 'outbox-cleanup' */
  name!: string;

  /**
   * In UTC.
   * @example '29 * * * *'
   */
  cron!: string;

  /** @example 60 */
  leaseSeconds!: number;

  lastRun!: JobRunDto | null;

  static from({ name, cron, leaseSeconds }: JobDefinition, lastRun: JobRun | undefined): JobDto {
    return { name, cron, leaseSeconds, lastRun: lastRun ? JobRunDto.from(lastRun) : null };
  }
}

/** Every job, by name. */
export class JobListDto {
  data!: JobDto[];

  /** @example false */
  hasMore!: boolean;

  /** @example null */
  nextCursor!: string | null;

  static from(jobs: readonly { definition: JobDefinition; lastRun: JobRun | undefined }[]): JobListDto {
    const data = jobs.map(({ definition, lastRun }) => JobDto.from(definition, lastRun));
    return { data, hasMore: false, nextCursor: null };
  }
}
