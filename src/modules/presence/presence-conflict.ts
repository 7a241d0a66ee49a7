import { refuse } from '../../shared/refusal.ts';

const MAX_ATTEMPTS = 12;
const FIRST_DELAY_MS = 10;
const LONGEST_DELAY_MS = 400;

/** Somebody else wrote the same presence or the same count at the same moment; nothing was written. */
export class PresenceConflict extends Error {
  override readonly name = 'PresenceConflict';
}

type Wait = (delayMs: number) => Promise<void>;

const sleep: Wait = (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs));

/**
 * Does `work` again from its start, reading anew, when it met a conflict: a bounded number of times, after a random and growing delay, so that
 * those who met once do not meet again in step. Refuses `store_unavailable` when that was not enough.
 */
export async function withConflictRetry<T>(work: () => Promise<T>, wait: Wait = sleep): Promise<T> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PresenceConflict)) throw error;
    }
    await wait(Math.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt));
  }
  throw refuse('store_unavailable', 'Too many people come and go here at this moment', { retryAfterSeconds: 1 });
}
