import type { Prisma } from './prisma-client.ts';

/** An open transaction. A function that writes takes one, so that a write outside of a transaction does not compile. */
export type Tx = Prisma.TransactionClient;

export const MAX_TRANSACTION_ATTEMPTS = 5;
const BASE_BACKOFF_MS = 5;
const RETRYABLE_SQLSTATES = new Set(['40001', '40P01']);

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
