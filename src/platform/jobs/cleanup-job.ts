import { inChunks } from './in-chunks.ts';
import type { JobDefinition } from './job.ts';

const CHUNK = 1_000;
const LEASE_SECONDS = 60;

/** What a cleanup deletes, and when. */
export interface Cleanup {
  readonly name: string;
  readonly cron: string;
  /** Makes a run's deletion of at most `limit`, which says how many it deleted; what is too old is decided once a run. */
  readonly begin: () => (limit: number) => Promise<number>;
}

/** A job that deletes what is not kept any longer, a chunk at a time. */
export function cleanupJob({ name, cron, begin }: Cleanup): JobDefinition {
  return {
    ...{ name, cron, leaseSeconds: LEASE_SECONDS },
    run: (context) => {
      const remove = begin();
      return inChunks(context, () => remove(CHUNK));
    },
  };
}
