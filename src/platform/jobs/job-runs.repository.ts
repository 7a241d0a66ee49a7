import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { Postgres, type Tx } from '../postgres/index.ts';
import type { JobDefinition, JobRun, JobStatus } from './job.ts';

/** A run that ended its process this often is failed, and does not end another. */
export const MAX_RUN_ATTEMPTS = 5;
const MAX_ERROR_LENGTH = 1_000;

type Outcome = { readonly status: JobStatus; readonly processed?: number; readonly error?: string };

/** The rows that let one container run a job. Claims of one job are serialized by a lock on its name. */
@Injectable()
export class JobRuns {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Claims the run of this time; undefined when it was claimed before, or while another run of the job is alive. */
  claim(definition: JobDefinition, scheduledAt: Date): Promise<JobRun | undefined> {
    return this.postgres.transaction(async (tx) => {
      await lock(tx, definition.name);
      if (await this.isAlive(tx, definition.name)) return undefined;
      const exists = await tx.jobRun.count({ where: { job: definition.name, scheduledAt } });
      return exists > 0 ? undefined : this.insert(tx, definition, scheduledAt);
    });
  }

  /** Claims a run by hand, meant for this moment; undefined while another run of the job is alive. */
  claimNow(definition: JobDefinition): Promise<JobRun | undefined> {
    return this.postgres.transaction(async (tx) => {
      await lock(tx, definition.name);
      if (await this.isAlive(tx, definition.name)) return undefined;
      const { _max } = await tx.jobRun.aggregate({ where: { job: definition.name }, _max: { scheduledAt: true } });
      const nowMs = this.clock.now().getTime();
      const latestMs = _max.scheduledAt?.getTime() ?? 0;
      return this.insert(tx, definition, new Date(latestMs >= nowMs ? latestMs + 1 : nowMs));
    });
  }

  /** Takes over the oldest run whose lease ran out; undefined when there is none, or while another run is alive. */
  takeOver(definition: JobDefinition): Promise<JobRun | undefined> {
    return this.postgres.transaction(async (tx) => {
      await lock(tx, definition.name);
      if (await this.isAlive(tx, definition.name)) return undefined;
      const where = { job: definition.name, status: 'running' };
      const abandoned = await tx.jobRun.findFirst({ where, orderBy: { scheduledAt: 'asc' } });
      if (abandoned === null) return undefined;
      if (abandoned.attempts >= MAX_RUN_ATTEMPTS) {
        const data = { status: 'failed', error: 'its process ended too often', finishedAt: this.clock.now() };
        await tx.jobRun.update({ where: { id: abandoned.id }, data });
        return undefined;
      }
      const fencingToken = await nextFencingToken(tx);
      const data = { fencingToken, leaseExpiresAt: this.leaseEnd(definition), attempts: { increment: 1 } };
      return toRun(await tx.jobRun.update({ where: { id: abandoned.id }, data }));
    });
  }

  /** Extends the lease and reports progress. False when the run is no longer this token's. */
  async renew(run: JobRun, definition: JobDefinition, processed: number): Promise<boolean> {
    return this.update(run, { leaseExpiresAt: this.leaseEnd(definition), processed });
  }

  /** Ends the lease but not the run, so that another container resumes it at once. */
  async yield(run: JobRun): Promise<void> {
    await this.update(run, { leaseExpiresAt: this.clock.now() });
  }

  /** False when the run is no longer this token's. */
  async finish(run: JobRun, outcome: Outcome): Promise<boolean> {
    const error = outcome.error?.slice(0, MAX_ERROR_LENGTH);
    return this.update(run, { ...outcome, error, finishedAt: this.clock.now() });
  }

  async find(id: string): Promise<JobRun> {
    return toRun(await this.postgres.prisma.jobRun.findUniqueOrThrow({ where: { id } }));
  }

  /** The last run of each job, by when it was started. */
  async lastRuns(): Promise<Map<string, JobRun>> {
    // Prisma's own `distinct` reads the whole history into the process and throws the most of it away.
    const rows = await this.postgres.prisma.$queryRaw<JobRun[]>`
      select distinct on (job) id, job, scheduled_at as "scheduledAt", status, fencing_token as "fencingToken",
             lease_expires_at as "leaseExpiresAt", attempts, processed, error, started_at as "startedAt",
             finished_at as "finishedAt"
        from job_run order by job, started_at desc, scheduled_at desc`;
    return new Map(rows.map((row) => [row.job, row]));
  }

  /**
   * Deletes ended runs that started before `startedBefore`, and before `idleBefore` those that succeeded and found nothing to
   * do; at most `limit`; returns how many.
   */
  deleteStartedBefore(startedBefore: Date, idleBefore: Date, limit: number): Promise<number> {
    return this.postgres.prisma.$executeRaw`
      delete from job_run where id in (
        select id from job_run
        where (started_at < ${startedBefore} and status <> 'running')
           or (started_at < ${idleBefore} and status = 'succeeded' and processed = 0)
        order by started_at limit ${limit} for update skip locked)`;
  }

  private async isAlive(tx: Tx, job: string): Promise<boolean> {
    const where = { job, status: 'running', leaseExpiresAt: { gt: this.clock.now() } };
    return (await tx.jobRun.count({ where })) > 0;
  }

  private async insert(tx: Tx, definition: JobDefinition, scheduledAt: Date): Promise<JobRun> {
    const startedAt = this.clock.now();
    const leaseExpiresAt = this.leaseEnd(definition);
    const data = {
      id: this.ids.next(),
      job: definition.name,
      scheduledAt,
      status: 'running',
      leaseExpiresAt,
      startedAt,
    };
    return toRun(await tx.jobRun.create({ data }));
  }

  private async update(run: JobRun, data: object): Promise<boolean> {
    const where = { id: run.id, fencingToken: run.fencingToken, status: 'running' };
    return (await this.postgres.prisma.jobRun.updateMany({ where, data })).count === 1;
  }

  private leaseEnd(definition: JobDefinition): Date {
    return new Date(this.clock.now().getTime() + definition.leaseSeconds * 1_000);
  }
}

async function lock(tx: Tx, job: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`job:${job}`}, 0))`;
}

async function nextFencingToken(tx: Tx): Promise<bigint> {
  const sequence = 'job_run_fencing_token_seq';
  const [row] = await tx.$queryRaw<{ token: bigint }[]>`select nextval(${sequence}::regclass) as token`;
  if (row === undefined) throw new Error('the sequence gave no fencing token');
  return row.token;
}

function toRun(row: Omit<JobRun, 'status'> & { status: string }): JobRun {
  return { ...row, status: row.status as JobStatus };
}
