import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { loadConfig } from '../../src/platform/config/index.ts';
import { scopedPool } from '../../src/platform/postgres/scoped-pool.ts';
import { actAsNobody, asPerson, asSystem, Postgres } from '../../src/platform/postgres/index.ts';
import { createTestDatabase, ownerPool, type TestDatabase } from '../support/test-database.ts';
import { testEnvironment } from '../support/test-environment.ts';

const PEOPLE = 12;
const ROWS_EACH = 3;
const POOL_SIZE = 4;
const STATEMENTS = 6_000;
const AT_ONCE = 40;
const KILL_EVERY = 400;
/** How long a statement may take where one is too slow on purpose: long enough for all others, on a machine that is busy. */
const LIMIT_MS = 1_500;
const OWN = 'select user_id from ended_session';
const WHO = `select current_user as role, coalesce(current_setting('trivet.person', true), '') as person`;

type Seen = readonly string[] | 'failed';

// Real: PostgreSQL. Few connections, many people, and everything that can go wrong with a statement in between.
describe('a few connections shared by many people', () => {
  const people = Array.from({ length: PEOPLE }, () => randomUUID());
  const [somebody = ''] = people;
  let database: TestDatabase;
  let owner: Pool;
  let postgres: Postgres;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = ownerPool(database.ownerUrl);
    await owner.query(
      `insert into app_user (id, email, password_hash, first_name, last_name, roles, created_at, updated_at)
       select id, id || '@test.example', '-', 'Ada', 'Test', '{}', now(), now() from unnest($1::uuid[]) id`,
      [people],
    );
    await owner.query(
      `insert into ended_session (session_id, user_id, ended_at)
       select gen_random_uuid(), person, now() from unnest($1::uuid[]) person, generate_series(1, $2)`,
      [people, ROWS_EACH],
    );
    const variables = { DATABASE_URL: database.url, DATABASE_POOL_SIZE: String(POOL_SIZE) };
    postgres = new Postgres(loadConfig(testEnvironment(variables)));
  });

  afterAll(async () => {
    await postgres?.onApplicationShutdown();
    await owner?.end();
    await database?.drop();
  });

  const idsOf = (rows: readonly { user_id: string }[]): string[] => rows.map(({ user_id: id }) => id);
  const raw = async (): Promise<Seen> => idsOf((await postgres.pool.query<{ user_id: string }>(OWN)).rows);
  const byPrisma = async (): Promise<Seen> =>
    (await postgres.prisma.endedSession.findMany()).map(({ userId }) => userId);
  const twiceInTransaction = (end: 'commit' | 'rollback'): Promise<Seen> =>
    postgres.transaction(async (tx) => {
      const first = idsOf(await tx.$queryRawUnsafe<{ user_id: string }[]>(OWN));
      const second = (await tx.endedSession.findMany()).map(({ userId }) => userId);
      expect(second.sort()).toEqual(first.sort());
      if (end === 'rollback') throw new Error('changed my mind');
      return first;
    });
  const broken = (): Promise<never> =>
    postgres.pool.query('select 1 / $1::int', [0]).then(() => Promise.reject(new Error('it went through')));
  const tooSlow = (): Promise<unknown> => {
    const statement = { text: 'select pg_sleep(2)', query_timeout: 5 };
    return postgres.pool.query(statement);
  };
  const cancelled = (): Promise<unknown> =>
    postgres.transaction(async (tx) => {
      await tx.$executeRaw`set local statement_timeout = 5`;
      await tx.$queryRaw`select pg_sleep(2)::text`;
    });

  const WAYS: readonly (() => Promise<unknown>)[] = [
    ...[raw, raw, raw, byPrisma, byPrisma, () => twiceInTransaction('commit'), () => twiceInTransaction('rollback')],
    ...[broken, cancelled],
  ];

  async function seen(work: () => Promise<unknown>): Promise<Seen> {
    const result = await work().catch(() => 'failed' as const);
    return Array.isArray(result) ? (result as string[]) : 'failed';
  }

  /** One of many: as somebody, as the system, or as nobody; and what it may see. */
  async function oneOf(n: number): Promise<boolean> {
    const way = n % 97 === 0 ? tooSlow : (WAYS[n % WAYS.length] ?? raw);
    const person = people[n % PEOPLE] ?? somebody;
    const [found, expected] =
      n % 13 === 0
        ? [await asSystem('job', () => seen(way)), people.flatMap((id) => Array<string>(ROWS_EACH).fill(id))]
        : n % 11 === 0
          ? [await actAsNobody(() => seen(way)), []]
          : [await asPerson(person, () => seen(way)), Array<string>(ROWS_EACH).fill(person)];
    if (found === 'failed') return false;
    expect([...found].sort()).toEqual([...expected].sort());
    return true;
  }

  it('shows nobody a row of anybody else, whatever fails in between', async () => {
    let [next, answered, killed] = [0, 0, 0];
    const work = async (): Promise<void> => {
      while (next < STATEMENTS) {
        const n = next++;
        if (n % KILL_EVERY === KILL_EVERY - 1) {
          const { rowCount } = await owner.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and application_name = 'trivet' order by random() limit 2`,
          );
          killed += rowCount ?? 0;
        }
        if (await oneOf(n)) answered += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(answered).toBeGreaterThan(STATEMENTS / 2);
    expect(killed).toBeGreaterThan(STATEMENTS / KILL_EVERY / 2);
  }, 240_000);

  it('takes no connection back whose transaction is open, or whose answer is still to come', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c role=trivet_app');
    const settings = { connectionString: url.toString(), max: 1, query_timeout: LIMIT_MS };
    const pool = scopedPool(settings, () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    try {
      const [open, waiting] = [await pool.connect(), `select pg_sleep(${(10 * LIMIT_MS) / 1_000})`];
      await asSystem('job', () => open.query('begin'));
      await asSystem('job', () =>
        open.query('insert into ended_session values ($1, $2, now())', [randomUUID(), somebody]),
      );
      open.release();
      await asPerson(somebody, async () => expect((await pool.query(OWN)).rowCount).toBe(ROWS_EACH));
      const late = await pool.connect();
      await asSystem('job', () => late.query('begin'));
      await expect(asSystem('job', () => late.query(waiting))).rejects.toThrow('timeout');
      await expect(asSystem('job', () => late.query('rollback'))).rejects.toThrow('timeout');
      late.release();
      const [who] = (await asPerson(somebody, () => pool.query(WHO))).rows as object[];
      expect(who).toEqual({ role: 'trivet_app', person: somebody });
    } finally {
      await pool.end();
    }
  });

  it('leaves nothing said on any connection', async () => {
    const clients = await Promise.all(Array.from({ length: POOL_SIZE }, () => postgres.pool.connect()));
    try {
      const said = await actAsNobody(() =>
        Promise.all(clients.map(async (client) => (await client.query(WHO)).rows[0] as object)),
      );
      expect(said).toEqual(Array(POOL_SIZE).fill({ role: 'trivet_app', person: '' }));
    } finally {
      for (const client of clients) client.release();
    }
  });
});
