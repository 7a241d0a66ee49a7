import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { loadConfig } from '../../src/platform/config/index.ts';
import { CacheStore } from '../../src/platform/redis/cache-store.ts';
import { MAX_DISTRUSTED } from '../../src/platform/redis/cache.ts';
import { Cache, Redis } from '../../src/platform/redis/index.ts';
import { TcpProxy } from '../faults/tcp-proxy.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { eventually } from './platform-app.ts';
import { PATIENCE_MS } from '../support/patience.ts';

// Real: Redis, behind a proxy that can be cut.
describe('Redis and the cache', () => {
  let proxy: TcpProxy;
  const opened: Redis[] = [];
  const prefix = `spec_${randomUUID()}:`;
  let redis: Redis;
  let cache: Cache;

  const open = async (url: string): Promise<{ redis: Redis; cache: Cache }> => {
    const config = loadConfig(testEnvironment({ REDIS_URL: url, REDIS_KEY_PREFIX: prefix }));
    const one = new Redis(config);
    opened.push(one);
    await one.onModuleInit();
    return { redis: one, cache: new Cache(new CacheStore(one)) };
  };
  const throughProxy = (): Promise<{ redis: Redis; cache: Cache }> => open(proxy.url);
  const available = (one: Redis): Promise<true> => eventually(() => one.available || undefined);
  const counter = (delayMs = 0): { load: () => Promise<{ n: number }>; times: () => number } => {
    let n = 0;
    const load = async (): Promise<{ n: number }> => {
      n += 1;
      const value = { n };
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      return value;
    };
    return { load, times: () => n };
  };

  beforeAll(async () => {
    Logger.overrideLogger(false);
    proxy = await TcpProxy.start(process.env['REDIS_URL'] ?? '');
    ({ redis, cache } = await throughProxy());
  });
  afterAll(async () => {
    for (const one of opened) one.onApplicationShutdown();
    await proxy.close();
  });

  it('answers from Redis while it is there', async () => {
    const key = randomUUID();
    await redis.attempt((client) => client.set(key, 'kept', 'EX', 60), null);
    expect(await redis.attempt((client) => client.get(key), null)).toBe('kept');
  });

  it('gives the fallback when Redis refuses the command', async () => {
    const key = randomUUID();
    await redis.attempt((client) => client.set(key, 'text', 'EX', 60), null);
    expect(await redis.attempt((client) => client.incr(key), -1)).toBe(-1);
    expect(redis.available).toBe(true);
  });

  it('loads a value once and then has it', async () => {
    const { load, times } = counter();
    const key = randomUUID();
    expect(await cache.through(key, 60, load)).toEqual({ n: 1 });
    expect(await cache.through(key, 60, load)).toEqual({ n: 1 });
    expect(times()).toBe(1);
  });

  it('gives the same shape whether the value was loaded or kept', async () => {
    const key = randomUUID();
    const load = (): Promise<unknown> => Promise.resolve({ at: new Date(0), gone: undefined, none: null });
    const first = await cache.through(key, 60, load);
    expect(first).toEqual({ at: '1970-01-01T00:00:00.000Z', none: null });
    expect(await cache.through(key, 60, load)).toEqual(first);
  });

  it('loads once for a hundred who ask at the same time', async () => {
    const { load, times } = counter(50);
    const key = randomUUID();
    await Promise.all(Array.from({ length: 100 }, () => cache.through(key, 60, load)));
    expect(times()).toBe(1);
  });

  it('loads once for several processes that ask at the same time', async () => {
    const { load, times } = counter(100);
    const key = randomUUID();
    const others = await Promise.all([throughProxy(), throughProxy(), throughProxy()]);
    const answers = await Promise.all(
      [cache, ...others.map((other) => other.cache)].map((c) => c.through(key, 60, load)),
    );
    expect(times()).toBe(1);
    expect(answers).toEqual(Array(4).fill({ n: 1 }));
  });

  it('does not keep a failure, and lets the next one load at once', async () => {
    const key = randomUUID();
    await expect(cache.through(key, 60, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    // Nobody waits for a lock that is not there.
    const version = await redis.attempt((client) => client.get('cache:{}:version'), null);
    expect(version).not.toBeNull();
    expect(await redis.attempt((client) => client.exists(`cache:{}:lock:${version}:${key}`), -1)).toBe(0);
    expect(await cache.through(key, 60, counter().load)).toEqual({ n: 1 });
  });

  it('forgets everything under a tag, in every process', async () => {
    const tag = randomUUID();
    const other = await throughProxy();
    const [one, two] = [counter(), counter()];
    await cache.through('one', 60, one.load, { tag });
    await other.cache.through('two', 60, two.load, { tag });
    await cache.invalidate(tag);
    expect(await other.cache.through('one', 60, one.load, { tag })).toEqual({ n: 2 });
    expect(await cache.through('two', 60, two.load, { tag })).toEqual({ n: 2 });
  });

  it('does not bring back what was loaded before the change', async () => {
    const tag = randomUUID();
    const { load, times } = counter(100);
    const early = cache.through('key', 60, load, { tag });
    await eventually(() => times() === 1 || undefined);
    await cache.invalidate(tag);
    expect(await cache.through('key', 60, load, { tag })).toEqual({ n: 2 });
    await early;
    expect(await cache.through('key', 60, load, { tag })).toEqual({ n: 2 });
  });

  it('keeps values for about as long as asked, not all for equally long', async () => {
    const keys = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all(keys.map((key) => cache.through(key, 1_000, counter().load)));
    const name = (key: string): string => `cache:{}:value:${key}`;
    const ttls = await Promise.all(keys.map((key) => redis.attempt((client) => client.ttl(name(key)), -1)));
    for (const ttl of ttls) {
      expect(ttl).toBeGreaterThanOrEqual(900 - PATIENCE_MS / 1_000);
      expect(ttl).toBeLessThanOrEqual(1_100);
    }
    expect(new Set(ttls).size).toBeGreaterThan(1);
  });

  it('goes on without Redis when it is lost, and uses it again when it is back', async () => {
    const key = randomUUID();
    const { load, times } = counter();
    await cache.through(key, 60, load);
    proxy.cut();
    await eventually(() => !redis.available || undefined);
    const tookMs: number[] = [];
    for (let times = 0; times < 10; times += 1) {
      const startedAt = performance.now();
      expect(await redis.attempt((client) => client.get('x'), 'fallback')).toBe('fallback');
      tookMs.push(performance.now() - startedAt);
    }
    // A busy machine may stop for a moment, and not ten times: whoever waited for Redis would each time.
    expect(Math.min(...tookMs)).toBeLessThan(50);
    expect(await cache.through(key, 60, load)).toEqual({ n: 2 });
    const { load: slow, times: slowTimes } = counter(50);
    await Promise.all(Array.from({ length: 10 }, () => cache.through(`slow ${key}`, 60, slow)));
    expect(slowTimes()).toBe(1);
    proxy.open();
    await available(redis);
    expect(await cache.through(key, 60, load)).toEqual({ n: 1 });
    expect(times()).toBe(2);
  });

  it('remembers an invalidation that Redis missed', async () => {
    const tag = randomUUID();
    const { load } = counter();
    await cache.through('key', 60, load, { tag });
    proxy.cut();
    await eventually(() => !redis.available || undefined);
    await cache.invalidate(tag);
    proxy.open();
    await available(redis);
    expect(await cache.through('key', 60, load, { tag })).toEqual({ n: 2 });
  });

  it('remembers that Redis missed more invalidations than it can remember', async () => {
    const [tag, other] = [randomUUID(), randomUUID()];
    const [changed, unchanged] = [counter(), counter()];
    await cache.through('key', 60, changed.load, { tag });
    await cache.through('key', 60, unchanged.load, { tag: other });
    proxy.cut();
    await eventually(() => !redis.available || undefined);
    await cache.invalidate(tag);
    for (let nth = 0; nth < MAX_DISTRUSTED; nth += 1) await cache.invalidate(`${tag} ${nth}`);
    proxy.open();
    await available(redis);
    // Nothing of before is believed, and what is loaded now is.
    expect(await cache.through('key', 60, unchanged.load, { tag: other })).toEqual({ n: 2 });
    expect(await cache.through('key', 60, changed.load, { tag })).toEqual({ n: 2 });
    expect(await cache.through('key', 60, unchanged.load, { tag: other })).toEqual({ n: 2 });
    expect(await cache.through('key', 60, changed.load, { tag })).toEqual({ n: 2 });
  });

  it('does not let every request wait for a Redis that has stopped answering', async () => {
    proxy.silence();
    const startedAt = performance.now();
    for (let i = 0; i < 20; i += 1) await redis.attempt((client) => client.get('x'), null);
    // Half a second each would be ten.
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    proxy.cut();
    proxy.open();
    await available(redis);
  });

  it('works where no Redis is configured', async () => {
    const without = await open('');
    expect(without.redis.client).toBeUndefined();
    expect(await without.redis.attempt((client) => client.get('x'), 'fallback')).toBe('fallback');
    expect(await without.cache.through('key', 60, counter().load)).toEqual({ n: 1 });
    await without.cache.invalidate('tag');
  });

  it('starts where Redis cannot be reached', async () => {
    const without = await open('redis://127.0.0.1:1');
    expect(await without.cache.through('key', 60, counter().load)).toEqual({ n: 1 });
    expect(without.redis.available).toBe(false);
  });
});
