/** What a running job is given. */
export interface JobContext {
  /** The time this run was meant for, also when it is resumed later. */
  readonly scheduledAt: Date;
  /** Grows with each run and each takeover: a store that is written to may refuse a smaller one. */
  readonly fencingToken: bigint;
  /**
   * Reports progress (how many were processed so far) and extends the lease. Call it after each chunk. Throws
   * `JobInterrupted` when another container has taken over or this one is stopping: let it through.
   */
  readonly renew: (processed: number) => Promise<void>;
}

/** A job. It runs in one container at a time, works in chunks, and does no harm when it is run again from its start. */
export interface JobDefinition {
  readonly name: string;
  /** Five or six fields (the sixth, in front, is seconds), in UTC. */
  readonly cron: string;
  /** Longer than a chunk takes. When it runs out without a renewal, another container takes over. */
  readonly leaseSeconds: number;
  /** Returns how many were processed. */
  readonly run: (context: JobContext) => Promise<number>;
}

export type JobStatus = 'running' | 'succeeded' | 'failed';

export interface JobRun {
  readonly id: string;
  readonly job: string;
  readonly scheduledAt: Date;
  readonly status: JobStatus;
  readonly fencingToken: bigint;
  readonly leaseExpiresAt: Date;
  readonly attempts: number;
  readonly processed: number;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** This run is no longer ours to continue. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
}
