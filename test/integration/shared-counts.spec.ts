import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { Redis as IORedis } from 'ioredis';
import { loadConfig } from '../../src/platform/config/index.ts';
import { RateLimiter } from '../../src/platform/rate-limit/rate-limiter.ts';
import { RATE_LIMITS, type RateLimitPolicy } from '../../src/platform/rate-limit/rate-limit.ts';
import { SharedCounts } from '../../src/platform/rate-limit/shared-counts.ts';
import { Redis } from '../../src/platform/redis/index.ts';
import { OwnRedis } from '../support/own-redis.ts';
import { testEnvironment } from '../support/test-environment.ts';

const WINDOW_MS = 60_000;
const MORE_THAN_ONE_COMMAND = 600;

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

// Real: Redis.
describe('counts that are asked for in one turn', () => {
  const client = new IORedis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1', { keyPrefix: `spec_${randomUUID()}:` });
  const counts = new SharedCounts(client);

  const count = (key: string, points = 1): Promise<readonly number[]> =>
    counts.rlflxIncr([key, String(points), String(WINDOW_MS / 1_000)]);
  const countOf = async (key: string, points = 1): Promise<number> => (await count(key, points))[0] ?? NaN;
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1);

  afterAll(() => client.quit());

  it('are exact, for several keys and for a key that is asked for again', async () => {
    const [often, once, heavy] = [randomUUID(), randomUUID(), randomUUID()];
    const keys = [often, once, often, often];
    const counted = await Promise.all([...keys.map((key) => countOf(key)), countOf(heavy, 7), countOf(heavy, 5)]);
    expect(counted).toEqual([1, 1, 2, 3, 7, 12]);
    expect(await Promise.all([countOf(often), countOf(once)])).toEqual([4, 2]);
  });

  it('say when they are forgotten, also where somebody made a count that never is', async () => {
    const [made, endless] = [randomUUID(), randomUUID()];
    await client.set(endless, 5);
    for (const [, ttlMs] of await Promise.all([count(made), count(endless)])) {
      expect(ttlMs).toBeGreaterThan(WINDOW_MS - 5_000);
      expect(ttlMs).toBeLessThanOrEqual(WINDOW_MS);
    }
    expect(await client.pttl(endless)).toBeGreaterThan(0);
  });

  it('fail for the one whose key is of another type, and are counted once for all others', async () => {
    const [good, hash, text] = [randomUUID(), randomUUID(), randomUUID()];
    await client.hset(hash, 'field', 'value');
    await client.set(text, 'no number');
    const settled = await Promise.allSettled([good, hash, good, text, good].map((key) => countOf(key)));
    expect(settled).toMatchObject([
      { value: 1 },
      { reason: { name: 'ReplyError', message: expect.stringContaining('WRONGTYPE') as string } },
      { value: 2 },
      { reason: { name: 'ReplyError', message: expect.stringContaining('not an integer') as string } },
      { value: 3 },
    ]);
    expect(await countOf(good)).toBe(4);
    expect(await client.hgetall(hash)).toEqual({ field: 'value' });
  });

  it('are exact when they are more than go into one command', async () => {
    const key = randomUUID();
    expect(await Promise.all(upTo(MORE_THAN_ONE_COMMAND).map(() => countOf(key)))).toEqual(upTo(MORE_THAN_ONE_COMMAND));
  });
});

// Real: Redis, a server of its own.
describe('rate limits whose Redis is lost with a turn under way', () => {
  const policy = RATE_LIMITS.money[0] as RateLimitPolicy;
  let server: OwnRedis;
  let redis: Redis;
  let limiter: RateLimiter;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    server = await OwnRedis.start();
    const config = loadConfig(testEnvironment({ REDIS_URL: server.url }));
    redis = new Redis(config);
    await redis.onModuleInit();
    limiter = new RateLimiter(config, redis);
  });
  afterAll(async () => {
    redis.onApplicationShutdown();
    await server.end();
  });

  const allowedOf = async (times: number, key: string): Promise<number> => {
    const asked = Array.from({ length: times }, () => limiter.consume(policy, key));
    return (await Promise.all(asked)).filter(({ allowed }) => allowed).length;
  };

  it('are counted in the process for everybody who waited', async () => {
    const key = randomUUID();
    expect(await allowedOf(50, key)).toBe(50);
    server.suspend();
    expect(redis.available).toBe(true);
    const answered = allowedOf(policy.quota + 10, key);
    await nextTurn();
    await nextTurn();
    await server.kill();
    // All of them: had Redis counted any, there would be fewer left.
    expect(await answered).toBe(policy.quota);
    expect(redis.available).toBe(false);
    expect(await allowedOf(1, key)).toBe(0);
  });
});
