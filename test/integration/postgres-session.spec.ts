import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { loadConfig } from '../../src/platform/config/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { testEnvironment } from '../support/test-environment.ts';

const AT = new Date('2026-11-21T10:00:00.123Z');

// Real: PostgreSQL, with a database that lives in Kolkata.
describe('a connection to PostgreSQL', () => {
  let database: TestDatabase;
  const opened: Postgres[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    const client = new Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query(`alter database ${client.database} set timezone = 'Asia/Kolkata'`);
    await client.end();
  });
  afterAll(async () => {
    for (const postgres of opened) await postgres.onApplicationShutdown();
    await database.drop();
  });

  const open = (url: string): Postgres => {
    const postgres = new Postgres(loadConfig(testEnvironment({ DATABASE_URL: url, DATABASE_REPLICA_URL: url })));
    opened.push(postgres);
    return postgres;
  };
  const show = async (pool: Postgres['pool'], setting: string): Promise<string | undefined> =>
    (await pool.query<{ value: string }>('select current_setting($1) as value', [setting])).rows[0]?.value;

  it('keeps the moment that it was given, whatever zone the database is in', async () => {
    const { prisma, pool } = open(database.url);
    const moments = { scheduledAt: AT, leaseExpiresAt: AT, startedAt: AT };
    const data = { id: randomUUID(), job: 'spec', status: 'succeeded', ...moments };
    expect(await prisma.jobRun.create({ data })).toMatchObject(moments);
    const { rows } = await pool.query<{ ms: number }>(
      'select (extract(epoch from started_at) * 1000)::float8 as ms from job_run',
    );
    expect(rows).toEqual([{ ms: AT.getTime() }]);
  });

  it('is in UTC also when its URL has options of its own', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c TimeZone=Asia/Tokyo -c lock_timeout=1234');
    const { pool, replica } = open(url.toString());
    for (const each of [pool, replica]) {
      expect(await show(each, 'TimeZone')).toBe('UTC');
      expect(await show(each, 'lock_timeout')).toBe('1234ms');
    }
  });

  it('ends a transaction in which nothing happens for 20 s', async () => {
    expect(await show(open(database.url).pool, 'idle_in_transaction_session_timeout')).toBe('20s');
  });
});
