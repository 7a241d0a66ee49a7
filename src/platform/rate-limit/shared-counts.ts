import type { Redis as IORedis, Result } from 'ioredis';

/** One script may not keep Redis from everybody else for long. */
const MAX_COUNTS_AT_ONCE = 256;

// For each key: its points on top of what it has, and how many ms until it is forgotten, which it is from its first count on.
const COUNT_TOGETHER = `
local counted = {}
for i, key in ipairs(KEYS) do
  local points, seconds = ARGV[2 * i - 1], ARGV[2 * i]
  redis.call('set', key, 0, 'EX', seconds, 'NX')
  counted[2 * i - 1] = redis.call('incrby', key, points)
  local ttl = redis.call('pttl', key)
  if ttl == -1 then
    redis.call('expire', key, seconds)
    ttl = 1000 * seconds
  end
  counted[2 * i] = ttl
end
return counted`;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countTogether(keys: number, ...keysAndArguments: readonly string[]): Result<number[], Context>;
  }
}

interface Count {
  readonly key: string;
  readonly points: string;
  readonly seconds: string;
  readonly resolve: (counted: readonly number[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Counts in Redis for `RateLimiterRedis`, in the place of a client: what is asked in one turn of the event loop goes there as one
 * command. A command of its own for each request cost more than all else that limits it.
 */
export class SharedCounts {
  private waiting: Count[] = [];

  constructor(private readonly client: IORedis) {
    client.defineCommand('countTogether', { lua: COUNT_TOGETHER });
  }

  /** What `RateLimiterRedis` calls: gives how much the key has by now, and the ms until it is forgotten. */
  rlflxIncr([key = '', points = '', seconds = '']: readonly string[]): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, points, seconds, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => void this.send());
      if (this.waiting.length === MAX_COUNTS_AT_ONCE) void this.send();
    });
  }

  private async send(): Promise<void> {
    const counts = this.waiting;
    if (counts.length === 0) return;
    this.waiting = [];
    try {
      const keys = counts.map(({ key }) => key);
      const details = counts.flatMap(({ points, seconds }) => [points, seconds]);
      const counted = await this.client.countTogether(keys.length, ...keys, ...details);
      counts.forEach(({ resolve }, n) => resolve(counted.slice(2 * n, 2 * n + 2)));
    } catch (error) {
      for (const { reject } of counts) reject(error);
    }
  }
}
