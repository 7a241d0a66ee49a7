import { randomUUID } from 'node:crypto';
import { Users } from '../../src/modules/users/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const NOBODY = '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f';

describe('users', () => {
  let test: TestApp;
  let users: Users;
  let postgres: Postgres;

  beforeAll(async () => {
    test = await startTestApp();
    users = test.app.get(Users, { strict: false });
    postgres = test.app.get(Postgres);
  });
  afterAll(() => test.close());

  const create = (email = `${randomUUID()}@Test.example`) =>
    postgres.transaction((tx) =>
      users.create(tx, { email, passwordHash: 'x', firstName: 'Ada', lastName: 'Test', roles: ['customer'] }),
    );

  it('are found by id, by address in any case, and many at once', async () => {
    const [ada, eve] = [await create(), await create()];
    expect(await users.findById(ada.id)).toEqual(ada);
    expect(await users.findByEmail(ada.email.toLowerCase())).toEqual(ada);
    const found = await users.findMany([ada.id, eve.id, NOBODY, ada.id]);
    expect(found.map(({ id }) => id).sort()).toEqual([ada.id, eve.id].sort());
    expect(await users.findMany([])).toEqual([]);
    expect(await users.findById(NOBODY)).toBeUndefined();
  });

  it('leave neither a person nor an announcement behind when the transaction fails', async () => {
    const email = `${randomUUID()}@test.example`;
    const before = await postgres.prisma.outboxEvent.count();
    const failing = postgres.transaction(async (tx) => {
      await users.create(tx, { email, passwordHash: 'x', firstName: 'Ada', lastName: 'Test' });
      throw new Error('a later step fails');
    });
    await expect(failing).rejects.toThrow('a later step fails');
    expect(await users.findByEmail(email)).toBeUndefined();
    expect(await postgres.prisma.outboxEvent.count()).toBe(before);
  });
});
