import { randomUUID } from 'node:crypto';
import { type CanActivate, Controller, Post } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Redis } from 'ioredis';
import { RateLimit, RATE_LIMITS, RateLimitGuard, type RateLimitClass } from '../../src/platform/rate-limit/index.ts';
import { WINDOW_SECONDS } from '../../src/platform/rate-limit/rate-limit.ts';
import { NAMED_CALLER } from './idempotent-routes.ts';
import { openStores, type PlatformApp, startPlatformApp, type Stores } from './platform-app.ts';

@Controller('exact')
class ExactController {
  @Post('money')
  @RateLimit('money')
  money(): object {
    return {};
  }

  @Post('money/again')
  @RateLimit('money')
  again(): object {
    return {};
  }
}

const CLIENTS = 50;
const REQUESTS_EACH = 5;
const INSTANCES = 3;
const [MONEY = { quota: 0 }] = RATE_LIMITS.money;
const guard: { provide: typeof APP_GUARD; useExisting: new (...parameters: never[]) => CanActivate } = {
  provide: APP_GUARD,
  useExisting: RateLimitGuard,
};

// Real: Redis, HTTP over sockets, three containers.
describe('a rate limit', () => {
  let stores: Stores;
  let urls: string[];
  let redis: Redis;
  const platforms: PlatformApp[] = [];

  beforeAll(async () => {
    stores = await openStores();
    const metadata = { controllers: [ExactController], providers: [NAMED_CALLER, guard] };
    for (let n = 0; n < INSTANCES; n += 1) platforms.push(await startPlatformApp(stores, metadata));
    urls = await Promise.all(platforms.map(({ http }) => http.listen({ host: '127.0.0.1', port: 0 })));
    redis = new Redis(stores.environment['REDIS_URL'] ?? '');
  });
  afterAll(async () => {
    redis?.disconnect();
    for (const { app } of platforms) await app.close();
    await stores.drop();
  });

  const post = async (as: string, instance: number, path = '/money'): Promise<number> => {
    const url = `${urls[instance % INSTANCES]}/api/v1/exact${path}`;
    return (await fetch(url, { method: 'POST', headers: { 'x-user': as } })).status;
  };
  const keyOf = (as: string, endpoint: string): string =>
    `${stores.environment['REDIS_KEY_PREFIX']}rate_limit:${as}:POST /api/v1/exact${endpoint}`;

  it(`is exact under ${CLIENTS} clients at once on ${INSTANCES} containers`, async () => {
    const as = randomUUID();
    const client = async (n: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let times = 0; times < REQUESTS_EACH; times += 1) statuses.push(await post(as, n + times));
      return statuses;
    };
    const statuses = (await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)))).flat();
    expect(statuses.filter((status) => status === 201)).toHaveLength(MONEY.quota);
    expect(statuses.filter((status) => status === 429)).toHaveLength(CLIENTS * REQUESTS_EACH - MONEY.quota);
  });

  it('is counted under rate_limit:{principal}:{endpoint}, for 60 s from the first request on', async () => {
    const as = randomUUID();
    await post(as, 0);
    await redis.pexpire(keyOf(as, '/money'), 40_000);
    await post(as, 1);
    await post(as, 2, '/money/again');
    expect(await redis.mget(keyOf(as, '/money'), keyOf(as, '/money/again'))).toEqual(['2', '1']);
    // The second request does not begin the window anew.
    expect(await redis.pttl(keyOf(as, '/money'))).toBeLessThanOrEqual(40_000);
    const whole = await redis.pttl(keyOf(as, '/money/again'));
    expect([whole > (WINDOW_SECONDS - 10) * 1_000, whole <= WINDOW_SECONDS * 1_000]).toEqual([true, true]);
  });

  it('begins anew when its window is over', async () => {
    const as = randomUUID();
    const burst = () => Promise.all(Array.from({ length: MONEY.quota }, (_, n) => post(as, n)));
    await burst();
    expect(await redis.pexpire(keyOf(as, '/money'), 1)).toBe(1);
    expect((await burst()).filter((status) => status === 201)).toHaveLength(MONEY.quota);
    expect(await post(as, 0)).toBe(429);
  });

  it('is stricter for money, for codes and for signing in than for all else', () => {
    const least = (name: RateLimitClass): number => Math.min(...RATE_LIMITS[name].map(({ quota }) => quota));
    expect(WINDOW_SECONDS).toBe(60);
    for (const name of ['money', 'codes', 'sign-in'] as const) expect(least(name)).toBeLessThan(least('default'));
    expect(least('codes')).toBeLessThanOrEqual(least('money'));
    expect(least('sign-in')).toBeLessThanOrEqual(least('money'));
  });
});
