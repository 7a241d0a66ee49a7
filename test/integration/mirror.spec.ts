import { loadConfig } from '../../src/platform/config/index.ts';
import { Broadcasts, Cache, type Mirror, Mirrors, Redis } from '../../src/platform/redis/index.ts';
import { CacheStore } from '../../src/platform/redis/cache-store.ts';
import { testEnvironment } from '../support/test-environment.ts';

/** A store that answers when the test lets it. */
class SlowStore {
  content = 'first';
  reads = 0;
  private readonly waiting: (() => void)[] = [];
  isHeld = false;

  async load(): Promise<string> {
    this.reads += 1;
    const { content } = this;
    if (this.isHeld) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (content === 'broken') throw new Error('the store is away');
    return content;
  }

  letGo(): void {
    this.isHeld = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

describe('a mirror without Redis', () => {
  let store: SlowStore;
  let mirror: Mirror<string>;

  beforeEach(() => {
    const redis = new Redis(loadConfig(testEnvironment({ REDIS_URL: '' })));
    store = new SlowStore();
    const cache = new Cache(new CacheStore(redis));
    mirror = new Mirrors(cache, new Broadcasts(redis, cache)).open({
      ...{ name: 'test', load: () => store.load(), read: (loaded) => String(loaded).toUpperCase() },
    });
  });

  it('has nothing to say before it was ever taken', async () => {
    expect(() => mirror.current).toThrow('store_unavailable');
    expect(mirror.isOld).toBe(true);
    await mirror.refresh();
    expect([mirror.current, mirror.isOld]).toEqual(['FIRST', false]);
  });

  it('is taken anew after a change that came while it was being taken', async () => {
    store.isHeld = true;
    const early = mirror.refresh();
    await Promise.resolve();
    store.content = 'second';
    const late = [mirror.refresh(), mirror.changed()];
    store.letGo();
    await Promise.all([early, ...late]);
    expect([mirror.current, store.reads]).toEqual(['SECOND', 2]);
  });

  it('stays as it was while the store is away, is old, and takes no change for a failure', async () => {
    await mirror.refresh();
    store.content = 'broken';
    await expect(mirror.changed()).resolves.toBe(true);
    expect([mirror.current, mirror.isOld]).toEqual(['FIRST', true]);
    store.content = 'second';
    await mirror.refresh();
    expect([mirror.current, mirror.isOld]).toEqual(['SECOND', false]);
  });
});
