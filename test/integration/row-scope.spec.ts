import { randomUUID } from 'node:crypto';
import { actAs, actAsNobody, asPerson, asSystem, Postgres } from '../../src/platform/postgres/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { testEnvironment } from '../support/test-environment.ts';

const WHO = `select current_user as role, current_setting('trivet.person', true) as person`;
const NOBODY = { role: 'trivet_app', person: '' };
const POOL_SIZE = 3;

interface Who {
  readonly role: string;
  readonly person: string | null;
}

describe('on whose behalf a statement runs', () => {
  const [alice, bob] = [randomUUID(), randomUUID()];
  let database: TestDatabase;
  let postgres: Postgres;

  beforeAll(async () => {
    database = await createTestDatabase();
    const variables = { DATABASE_URL: database.url, DATABASE_POOL_SIZE: String(POOL_SIZE) };
    postgres = new Postgres(loadConfig(testEnvironment(variables)));
  });

  afterAll(async () => {
    await postgres?.onApplicationShutdown();
    await database?.drop();
  });

  const raw = async (): Promise<Who> => {
    const { role = '', person = null } = (await postgres.pool.query<Who>(WHO)).rows[0] ?? {};
    return { role, person: person ?? '' };
  };
  const throughPrisma = async (): Promise<Who | undefined> => (await postgres.prisma.$queryRawUnsafe<Who[]>(WHO))[0];
  const inTransaction = (): Promise<(Who | undefined)[]> =>
    postgres.transaction(async (tx) => [
      ...(await tx.$queryRawUnsafe<Who[]>(WHO)),
      ...(await tx.$queryRawUnsafe<Who[]>(WHO)),
    ]);

  it('is said with the statement, raw or by Prisma, and forgotten with it', async () => {
    expect(await asPerson(alice, raw)).toEqual({ role: 'trivet_app', person: alice });
    expect(await asPerson(bob, throughPrisma)).toEqual({ role: 'trivet_app', person: bob });
    expect(await asSystem('job', raw)).toEqual({ role: 'trivet_system', person: '' });
    const afterwards = await Promise.all(Array.from({ length: 2 * POOL_SIZE }, () => actAsNobody(raw)));
    expect(afterwards).toEqual(Array(2 * POOL_SIZE).fill(NOBODY));
  });

  it('is said once in a transaction, and is of whom it began', async () => {
    const of = { role: 'trivet_app', person: alice };
    expect(await asPerson(alice, inTransaction)).toEqual([of, of]);
    const within = await asPerson(alice, () =>
      postgres.transaction((tx) => asSystem('job', () => tx.$queryRawUnsafe<Who[]>(WHO))),
    );
    expect(within).toEqual([of]);
    expect(await actAsNobody(raw)).toEqual(NOBODY);
  });

  it('is of who asked, though the connection came free in the middle of somebody else’s work', async () => {
    const people = Array.from({ length: 200 }, (_, n) => (n % 2 ? alice : bob));
    const seen = await Promise.all(people.map((person) => asPerson(person, n(person) ? raw : throughPrisma)));
    expect(seen.map((who) => who?.person)).toEqual(people);
    function n(person: string): boolean {
      return person === alice;
    }
  });

  it('is of who asked, though many ask for a row by its key at the same moment', async () => {
    const users = await asSystem('job', () =>
      postgres.prisma.user.createManyAndReturn({ data: [1, 2, 3, 4].map(newUser) }),
    );
    // Of these four each asks for all, in one turn of the event loop.
    const read = (id: string) => postgres.prisma.user.findUnique({ where: { id }, select: { id: true } });
    const statements: Promise<unknown>[] = [];
    for (const { id } of users) for (const other of users) statements.push(asPerson(id, () => read(other.id)));
    const own = users.flatMap((asking) => users.map(({ id }) => (id === asking.id ? { id } : null)));
    expect(await Promise.all(statements)).toEqual(own);
  });

  it('can be said after something began, as a request does when it is known who asks', async () => {
    const seen = await actAsNobody(async () => {
      const before = await raw();
      actAs({ person: alice });
      return [before, await raw()];
    });
    expect(seen).toEqual([NOBODY, { role: 'trivet_app', person: alice }]);
  });

  it('holds again after a savepoint that was gone back to', async () => {
    const client = await postgres.pool.connect();
    try {
      await asPerson(alice, async () => {
        await client.query('begin');
        await client.query('savepoint here');
        await expect(client.query('select 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
        await client.query('rollback to savepoint here');
        expect((await client.query<Who>(WHO)).rows).toEqual([{ role: 'trivet_app', person: alice }]);
        await client.query('rollback');
      });
      expect((await actAsNobody(() => client.query<Who>(WHO))).rows).toEqual([NOBODY]);
    } finally {
      client.release();
    }
  });

  it('is refused when it is of somebody who cannot be', async () => {
    await asPerson(`x'; set role trivet_system; --`, async () => {
      await expect(postgres.pool.query('select row_security_person()')).rejects.toMatchObject({ code: '22P02' });
    });
    expect(await actAsNobody(raw)).toEqual(NOBODY);
  });
});

function newUser(n: number) {
  const at = new Date(0);
  const names = { firstName: 'Ada', lastName: String(n), passwordHash: 'none', roles: [] };
  return { id: randomUUID(), email: `${randomUUID()}@test.example`, ...names, createdAt: at, updatedAt: at };
}
