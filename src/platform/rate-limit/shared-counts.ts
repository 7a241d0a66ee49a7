import type { Redis as IORedis, Result } from 'ioredis';

/** One script may not keep Redis from everybody else for long. */
const MAX_COUNTS_AT_ONCE = 256;

// For each key: its points on top of what it has, and how many ms until it is forgotten, which it is from its first count on.
// A key that cannot be counted, being of another type, gives Redis's error in its place, and is nothing to the others.
const COUNT_TOGETHER = `
local function count(key, points, seconds)
  redis.pcall('set', key, 0, 'EX', seconds, 'NX')
  local counted = redis.pcall('incrby', key, points)
  if type(counted) == 'table' then return counted end
  local ttl = redis.pcall('pttl', key)
  if ttl == -1 then
    redis.pcall('expire', key, seconds)
    ttl = 1000 * seconds
  end
  return { counted, ttl }
end
local answers = {}
for i, key in ipairs(KEYS) do
  answers[i] = count(key, ARGV[2 * i - 1], ARGV[2 * i])
end
return answers`;

type Answer = readonly number[] | Error;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countTogether(keys: number, ...keysAndArguments: readonly string[]): Result<readonly Answer[], Context>;
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
      const answers = await this.client.countTogether(keys.length, ...keys, ...details);
      counts.forEach((count, n) => settle(count, answers[n]));
    } catch (error) {
      for (const { reject } of counts) reject(error);
    }
  }
}

function settle({ resolve, reject }: Count, answer: Answer = new Error('Redis gave too few counts')): void {
  if (answer instanceof Error) reject(answer);
  else resolve(answer);
}
