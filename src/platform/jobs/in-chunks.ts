import type { JobContext } from './job.ts';

const MAX_CHUNKS = 1_000;

/**
 * Runs `chunk` until it has nothing left to do, reporting progress after each. `chunk` returns how many it processed. What
 * a thousand chunks do not finish is left to the next run.
 */
export async function inChunks(context: JobContext, chunk: () => Promise<number>): Promise<number> {
  let processed = 0;
  for (let nth = 0; nth < MAX_CHUNKS; nth += 1) {
    const done = await chunk();
    if (done === 0) return processed;
    processed += done;
    await context.renew(processed);
  }
  return processed;
}
