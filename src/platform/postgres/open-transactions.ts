import { AsyncLocalStorage } from 'node:async_hooks';

const transactions = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Runs the work of a transaction, which has a connection. What it starts and does not wait for may ask for another when it has ended. */
export async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
  const transaction = { isOpen: true };
  try {
    // Awaited inside: a query of Prisma's is not made before somebody waits for it.
    return await transactions.run(transaction, async () => await work());
  } finally {
    transaction.isOpen = false;
  }
}

/** Runs what a transaction does not wait for, though it is begun inside of one. */
export function besideTransaction<T>(work: () => T): T {
  return transactions.exit(work);
}

/**
 * The mistake of asking for a connection while one's own transaction has one; undefined when it is none. When all connections are
 * held by those who ask for another, each waits for all others, and nobody is answered any more.
 */
export function secondConnection(): Error | undefined {
  if (transactions.getStore()?.isOpen !== true) return undefined;
  return new Error('a transaction asks the pool for a second connection: give its reads the transaction');
}
