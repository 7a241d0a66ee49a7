import { randomUUID } from 'node:crypto';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { Broadcasts, Cache, Redis } from '../../src/platform/redis/index.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { eventually } from './eventually.ts';
import { TcpProxy } from './tcp-proxy.ts';

const DEADLINE_MS = 20_000;
const PASSWORD = 'Trivet-demo-1';

interface SignedIn {
  readonly tokens: { readonly accessToken: string };
}

// What it did while Redis could not be reached, nobody can say again: the process is gone, and its events are dead.
describe('what a process changed that lost Redis and did not live to see it again', () => {
  let redis: OwnRedis;
  let proxy: TcpProxy;
  let gone: TestApp;
  let left: TestApp;

  beforeEach(async () => {
    redis = await OwnRedis.start();
    proxy = await TcpProxy.start(redis.url);
    const environment = { REDIS_URL: proxy.url.replace('http:', 'redis:'), RATE_LIMIT_SCALE: '1000' };
    left = await startTestApp({ environment });
    const entries = Object.entries(left.environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    gone = await startTestApp({ environment: Object.fromEntries(entries) });
    await eventually('both hear', DEADLINE_MS, () => [gone, left].every(hears));
  });
  afterEach(async () => {
    await left.close();
    await redis.end();
    await proxy.close();
  });

  const hears = (app: TestApp): boolean => app.get(Broadcasts).live && app.get(Redis).available;
  const outage = async (work: () => Promise<void>): Promise<void> => {
    proxy.cut();
    await eventually('nobody hears', DEADLINE_MS, () => ![gone, left].some(hears));
    await work();
    await gone.close();
    await left.get(Postgres).prisma.outboxEvent.updateMany({
      where: { publishedAt: null },
      data: { deadAt: new Date() },
    });
    proxy.open();
    await eventually('who is left hears', DEADLINE_MS, () => hears(left));
  };

  it('is felt by the others once Redis is back: a session that was ended stays ended', async () => {
    const body = { email: `${randomUUID()}@test.example`, password: PASSWORD, firstName: 'Ada', lastName: 'Test' };
    const registered = await left.request<SignedIn>('POST', '/auth/register', { body });
    expect(registered).toMatchObject({ status: 201 });
    const { accessToken: token } = registered.body.tokens;
    const me = async (app: TestApp): Promise<number> => (await app.request('GET', '/me', { token })).status;
    expect([await me(gone), await me(left)]).toEqual([200, 200]);
    await outage(async () => {
      expect((await gone.request('POST', '/auth/logout', { token })).status).toBe(204);
    });
    expect(await me(left)).toBe(401);
  });

  it('is felt by the others once Redis is back: what was cached before is not believed, whatever it is', async () => {
    let current = 'before';
    const tag = randomUUID();
    const read = (app: TestApp): Promise<string> =>
      app.get(Cache).through('all', 300, () => Promise.resolve(current), { tag });
    expect(await read(left)).toBe('before');
    await outage(async () => {
      current = 'after';
      expect(await gone.get(Cache).invalidate(tag)).toBe(false);
    });
    expect(await read(left)).toBe('after');
  });
});
