import { loadConfig } from '../../src/platform/config/index.ts';
import { longTransaction, Postgres } from '../../src/platform/postgres/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { testEnvironment } from '../support/test-environment.ts';

const MISTAKE = 'a transaction asks the pool for a second connection';

// As many transactions as there are connections, each of which waits for one more, wait for ever: no test meets that by chance.
describe('a transaction that asks for a second connection', () => {
  let database: TestDatabase;
  let postgres: Postgres;

  beforeAll(async () => {
    database = await createTestDatabase();
    postgres = new Postgres(loadConfig(testEnvironment({ DATABASE_URL: database.url })));
  });
  afterAll(async () => {
    await postgres.onApplicationShutdown();
    await database.drop();
  });

  const asking: Record<string, () => Promise<unknown>> = {
    'by a raw statement': () => postgres.pool.query('select 1'),
    'by a statement that is tried again': () => postgres.query({ text: 'select 1' }),
    'by a read of Prisma': () => postgres.prisma.user.count(),
    'by raw SQL of Prisma': () => postgres.prisma.$queryRaw`select 1`,
    'by another transaction': () => postgres.transaction((tx) => tx.user.count()),
    'by a long transaction': () => longTransaction(postgres.pool, { limitMs: 1_000 }, (query) => query('select 1')),
    'after a while': () => new Promise(setImmediate).then(() => postgres.pool.query('select 1')),
  };

  it.each(Object.keys(asking))('is refused, %s', async (way) => {
    await expect(postgres.transaction(() => asking[way]!())).rejects.toThrow(MISTAKE);
    await expect(longTransaction(postgres.pool, { limitMs: 1_000 }, () => asking[way]!())).rejects.toThrow(MISTAKE);
  });

  it('may read by the one that it has, and ask again when it has ended', async () => {
    let later: (() => Promise<unknown>) | undefined;
    await postgres.transaction(async (tx) => {
      await tx.user.count();
      const goOn = new Promise<void>((resolve) => (later = () => (resolve(), started)));
      const started = goOn.then(() => postgres.pool.query('select 1 as one'));
    });
    expect(await later?.()).toMatchObject({ rows: [{ one: 1 }] });
  });
});
