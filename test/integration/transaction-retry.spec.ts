import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { loadConfig } from '../../src/platform/config/index.ts';
import { Postgres, sqlStateOf, type Tx } from '../../src/platform/postgres/index.ts';
import { MAX_TRANSACTION_ATTEMPTS, withTransactionRetry } from '../../src/platform/postgres/transaction.ts';
import { createTestDatabase, ownerPool, type TestDatabase } from '../support/test-database.ts';
import { testEnvironment } from '../support/test-environment.ts';

/** Opens when so many have arrived; open for good from then on. */
function meeting(of: number): () => Promise<void> {
  let arrived = 0;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    arrived += 1;
    if (arrived >= of) open();
    return opened;
  };
}

// Real: PostgreSQL, and the conflicts that it finds between real transactions.
describe('a transaction', () => {
  let database: TestDatabase;
  let postgres: Postgres;
  let owner: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    postgres = new Postgres(loadConfig(testEnvironment({ DATABASE_URL: database.url })));
    owner = ownerPool(database.ownerUrl);
    await owner.query('create table tally (name text primary key, n int not null)');
  });
  beforeEach(async () => {
    await owner.query(`truncate tally`);
    await postgres.pool.query(`insert into tally values ('a', 0), ('b', 0)`);
  });
  afterAll(async () => {
    await postgres.onApplicationShutdown();
    await owner.end();
    await database.drop();
  });

  const tally = async (): Promise<unknown> =>
    (await postgres.pool.query('select name, n from tally order by name')).rows;
  const increment = (tx: Tx, name: string): Promise<number> =>
    tx.$executeRaw`update tally set n = n + 1 where name = ${name}`;
  const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work;
    } catch (error) {
      return error;
    }
    throw new Error('it was expected to fail');
  };

  it('is run again when PostgreSQL ended it for a deadlock', async () => {
    const bothHoldOne = meeting(2);
    let attempts = 0;
    const cross = (first: string, second: string): Promise<void> =>
      postgres.transaction(async (tx) => {
        attempts += 1;
        await increment(tx, first);
        await bothHoldOne();
        await increment(tx, second);
      });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    // Three when the loser is retried once; a busy machine may make the two meet again.
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect(await tally()).toEqual([
      { name: 'a', n: 2 },
      { name: 'b', n: 2 },
    ]);
  });

  it('is run again when PostgreSQL could not serialize it', async () => {
    const bothHaveRead = meeting(2);
    let attempts = 0;
    const readThenWrite = (): Promise<void> =>
      postgres.transaction(async (tx) => {
        attempts += 1;
        await tx.$executeRaw`set transaction isolation level repeatable read`;
        const [row] = await tx.$queryRaw<{ n: number }[]>`select n from tally where name = 'a'`;
        await bothHaveRead();
        await tx.$executeRaw`update tally set n = ${(row?.n ?? 0) + 1} where name = 'a'`;
      });
    await Promise.all([readThenWrite(), readThenWrite()]);
    expect(attempts).toBe(3);
    expect(await tally()).toContainEqual({ name: 'a', n: 2 });
  });

  it.each(['40001', '40P01'])('gives up on %s after a bounded number of attempts, and says why', async (state) => {
    let attempts = 0;
    const failure = await failureOf(
      postgres.transaction(async (tx) => {
        attempts += 1;
        await increment(tx, 'a');
        await tx.$executeRawUnsafe(`do $$ begin raise exception 'no' using errcode = '${state}'; end $$`);
      }),
    );
    expect(attempts).toBe(MAX_TRANSACTION_ATTEMPTS);
    expect(sqlStateOf(failure)).toBe(state);
    expect(await tally()).toContainEqual({ name: 'a', n: 0 });
  });

  it.each(['raw', 'prisma'] as const)('is not run again for a duplicate key (%s)', async (how) => {
    let attempts = 0;
    const claim = { scope: randomUUID(), fingerprint: randomUUID(), createdAt: new Date() };
    const failure = await failureOf(
      postgres.transaction(async (tx) => {
        attempts += 1;
        if (how === 'prisma') await tx.idempotencyClaim.createMany({ data: [claim, claim] });
        else await tx.$executeRaw`insert into tally values ('a', 1)`;
      }),
    );
    expect(attempts).toBe(1);
    expect(sqlStateOf(failure)).toBe('23505');
  });

  it('is not run again for an error of our own', async () => {
    let attempts = 0;
    const failing = postgres.transaction(() => {
      attempts += 1;
      return Promise.reject(new Error('ours'));
    });
    await expect(failing).rejects.toThrow('ours');
    expect(attempts).toBe(1);
  });

  it('sees a raw driver error’s state too', async () => {
    let attempts = 0;
    const failure = await failureOf(
      withTransactionRetry(async () => {
        attempts += 1;
        await postgres.pool.query(`do $$ begin raise exception 'no' using errcode = '40P01'; end $$`);
      }),
    );
    expect(attempts).toBe(MAX_TRANSACTION_ATTEMPTS);
    expect(sqlStateOf(failure)).toBe('40P01');
  });
});
