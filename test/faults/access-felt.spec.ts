import { randomUUID } from 'node:crypto';
import { GrantRoles } from '../../src/modules/access/index.ts';
import { DeliverBatch } from '../../src/platform/events/deliver-batch.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Broadcasts } from '../../src/platform/redis/index.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { eventually } from './eventually.ts';

/** What no cache of a process outlives while it cannot hear of changes, and some time for a slow machine. */
const DEAF_DEADLINE_MS = 20_000;
/** A message to another process takes a moment: less than any copy lives that nobody renews. */
const HEARD_DEADLINE_MS = 10_000;
const PASSWORD = 'Trivet-demo-1';

interface SignedIn {
  readonly user: { readonly id: string };
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string };
}

describe('a change of access, with two instances', () => {
  let redis: OwnRedis;
  let here: TestApp;
  let there: TestApp;

  beforeAll(async () => {
    redis = await OwnRedis.start();
    here = await startTestApp({ environment: { REDIS_URL: redis.url, RATE_LIMIT_SCALE: '1000' } });
    const entries = Object.entries(here.environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    there = await startTestApp({ environment: Object.fromEntries(entries) });
    await bothHear();
  });
  afterAll(async () => {
    await there.close();
    await here.close();
    await redis.end();
  });

  const bothHear = () =>
    eventually('both hear of changes', DEAF_DEADLINE_MS, () => [here, there].every((app) => app.get(Broadcasts).live));
  const become = (ask: () => Promise<number[]>, expected: number, deadlineMs = DEAF_DEADLINE_MS) =>
    eventually(`${expected} in both`, deadlineMs, async () => (await ask()).every((answer) => answer === expected));
  const register = async () => {
    const body = { email: `${randomUUID()}@test.example`, password: PASSWORD, firstName: 'Ada', lastName: 'Test' };
    const { body: answer } = await here.request<SignedIn>('POST', '/auth/register', { body });
    return { id: answer.user.id, token: answer.tokens.accessToken, refreshToken: answer.tokens.refreshToken };
  };
  const status = async (app: TestApp, path: string, token: string): Promise<number> =>
    (await app.request('GET', path, { token })).status;
  const system = (token: string) => Promise.all([here, there].map((app) => status(app, '/admin/system', token)));
  const me = (token: string) => Promise.all([here, there].map((app) => status(app, '/me', token)));
  const grant = (app: TestApp, userId: string, roles: readonly string[]) =>
    app.get(GrantRoles).execute({ userId, roles: () => roles });
  const soon = (ask: () => Promise<number[]>, expected: number) => become(ask, expected, HEARD_DEADLINE_MS);

  it('of a person is felt by the next request in both', async () => {
    const { id, token } = await register();
    expect(await system(token)).toEqual([403, 403]);
    await grant(here, id, ['customer', 'auditor']);
    expect(await status(here, '/admin/system', token)).toBe(200);
    await soon(() => system(token), 200);
    await grant(there, id, ['customer']);
    expect(await status(there, '/admin/system', token)).toBe(403);
    await soon(() => system(token), 403);
  });

  it('of an API key is felt by the next request in both', async () => {
    const { id, token } = await register();
    await here.get(Postgres).prisma.user.update({ where: { id }, data: { emailVerifiedAt: new Date() } });
    type Key = { id: string; key: string };
    const made = (path: string, body: object) => here.request<Key>('POST', path, { token, body });
    const { body: first } = await made('/api-keys', { name: 'Payouts', permissions: ['me:read'] });
    const ask = (key: string) => async () => {
      const answers = [here, there].map((app) => app.request('GET', '/me', { headers: { 'x-api-key': key } }));
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await ask(first.key)()).toEqual([200, 200]);
    const { body: second } = await made(`/api-keys/${first.id}/rotate`, { graceSeconds: 0 });
    await soon(ask(first.key), 401);
    expect(await ask(second.key)()).toEqual([200, 200]);
    await there.request('DELETE', `/api-keys/${first.id}`, { token });
    await soon(ask(second.key), 401);
  });

  it('of a role is felt by the next request in both', async () => {
    const [{ token }, boss] = [await register(), await register()];
    await grant(here, boss.id, ['admin']);
    const { body } = await here.request<{ data: { name: string; permissions: string[] }[] }>('GET', '/admin/roles', {
      token: boss.token,
    });
    const before = body.data.find(({ name }) => name === 'customer')?.permissions ?? [];
    const set = (permissions: readonly string[]) =>
      here.request('PATCH', '/admin/roles/customer', { token: boss.token, body: { permissions } });
    expect(await me(token)).toEqual([200, 200]);
    expect((await set(before.filter((name) => name !== 'me:read'))).status).toBe(200);
    await soon(() => me(token), 403);
    expect((await set(before)).status).toBe(200);
    await soon(() => me(token), 200);
  });

  it('by signing out is felt in both', async () => {
    const { token } = await register();
    expect(await me(token)).toEqual([200, 200]);
    expect((await there.request('POST', '/auth/logout', { token })).status).toBe(204);
    expect(await status(there, '/me', token)).toBe(401);
    await soon(() => me(token), 401);
  });

  it('by a refresh token that came twice ends the access tokens of its session in both', async () => {
    const { token, refreshToken } = await register();
    expect(await me(token)).toEqual([200, 200]);
    const refresh = () => here.request('POST', '/auth/refresh', { body: { refreshToken } });
    expect([(await refresh()).status, (await refresh()).status]).toEqual([200, 401]);
    await soon(() => me(token), 401);
  });

  it('is felt within seconds when Redis is gone, and at once by who made it', async () => {
    const { id, token } = await register();
    expect(await system(token)).toEqual([403, 403]);
    await redis.kill();
    await grant(here, id, ['customer', 'auditor']);
    expect(await status(here, '/admin/system', token)).toBe(200);
    await become(() => system(token), 200);
    expect((await here.request('POST', '/auth/logout', { token })).status).toBe(204);
    await become(() => me(token), 401);
    await redis.startAgain();
    await bothHear();
    expect(await me(token)).toEqual([401, 401]);
  });

  it('is felt though Redis was silent when it was made, and remembers what was', async () => {
    const { id, token } = await register();
    expect(await system(token)).toEqual([403, 403]);
    redis.suspend();
    try {
      await grant(here, id, ['customer', 'auditor']);
      await become(() => system(token), 200);
    } finally {
      redis.resume();
    }
    await bothHear();
    await become(() => system(token), 200);
  });

  it('by signing out is felt though Redis was silent when it was said, and remembers what was', async () => {
    const { token } = await register();
    expect(await me(token)).toEqual([200, 200]);
    redis.suspend();
    try {
      expect((await here.request('POST', '/auth/logout', { token })).status).toBe(204);
      await become(() => me(token), 401);
    } finally {
      redis.resume();
    }
    await bothHear();
    await become(() => me(token), 401);
  });
});

describe('a change of access without Redis', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ environment: { REDIS_URL: '' } });
  });
  afterAll(() => test.close());

  it('is felt, and delivered as an event that nobody waits for', async () => {
    const body = { email: `${randomUUID()}@test.example`, password: PASSWORD, firstName: 'Ada', lastName: 'Test' };
    const { user, tokens } = (await test.request<SignedIn>('POST', '/auth/register', { body })).body;
    const system = async () => (await test.request('GET', '/admin/system', { token: tokens.accessToken })).status;
    expect(await system()).toBe(403);
    await test.get(GrantRoles).execute({ userId: user.id, roles: () => ['auditor'] });
    expect(await system()).toBe(200);
    await test.get(DeliverBatch).execute();
    const event = await test.get(Postgres).prisma.outboxEvent.findFirstOrThrow({ where: { type: 'access.changed' } });
    expect([event.lastError, event.publishedAt]).toEqual([null, expect.any(Date)]);
  });
});
