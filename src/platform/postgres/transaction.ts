import type { Prisma } from './prisma-client.ts';

/** An open transaction. A function that writes takes one, so that a write outside of a transaction does not compile. */
export type Tx = Prisma.TransactionClient;

export interface TransactionLimits {
  /** How long each of its statements waits for a lock; without it, as long as a statement may take. */
  readonly lockTimeoutMs?: number;
}

export const MAX_TRANSACTION_ATTEMPTS = 5;
const BASE_BACKOFF_MS = 5;
const RETRYABLE_SQLSTATES = new Set(['40001', '40P01']);
const LOCK_NOT_AVAILABLE = '55P03';
const QUERY_CANCELED = '57014';
const PRISMA_TRANSACTION_FAILED = 'P2028';

/** The SQLSTATE that PostgreSQL gave, wherever the driver or Prisma wrapped it; undefined when there is none. */
export function sqlStateOf(error: unknown): string | undefined {
  for (let current: unknown = error, depth = 0; isObject(current) && depth < 6; depth += 1) {
    for (const key of ['originalCode', 'code']) {
      const value = current[key];
      if (typeof value === 'string' && /^[0-9A-Z]{5}$/.test(value) && !/^P\d{4}$/.test(value)) return value;
    }
    if (current['code'] === 'P2034') return '40001';
    current = current['cause'] ?? (isObject(current['meta']) ? current['meta']['driverAdapterError'] : undefined);
  }
  return undefined;
}

/** Whether a transaction was ended because a lock, a statement or all of it took too long; not because it found no connection. */
export function tookTooLong(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state === LOCK_NOT_AVAILABLE || state === QUERY_CANCELED) return true;
  if (!(error instanceof Error) || !('code' in error) || error.code !== PRISMA_TRANSACTION_FAILED) return false;
  return !error.message.includes('Unable to start a transaction');
}

/**
 * Runs `work` again, a bounded number of times, when PostgreSQL ended it for a serialization failure or a deadlock, or with one
 * of the caller's own SQLSTATEs.
 */
export async function withTransactionRetry<T>(work: () => Promise<T>, alsoFor: readonly string[] = []): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const state = sqlStateOf(error);
      const retryable = state !== undefined && (RETRYABLE_SQLSTATES.has(state) || alsoFor.includes(state));
      if (attempt >= MAX_TRANSACTION_ATTEMPTS || !retryable) throw error;
      await backOff(attempt);
    }
  }
}

// Jitter, so that two transactions that met once do not meet again in step.
function backOff(attempt: number): Promise<void> {
  const delayMs = BASE_BACKOFF_MS * 2 ** attempt * (0.5 + Math.random());
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
