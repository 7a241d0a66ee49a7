import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '../config/index.ts';
import { Redis } from '../redis/index.ts';
import { RATE_LIMITS, type RateLimitPolicy, WINDOW_SECONDS } from './rate-limit.ts';
import { SharedCounts } from './shared-counts.ts';

const KEY_PREFIX = 'rate_limit';

export interface RateLimitOutcome {
  readonly policy: RateLimitPolicy;
  /** With RATE_LIMIT_SCALE. */
  readonly quota: number;
  readonly allowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

interface Counted {
  readonly allowed: boolean;
  readonly counted: RateLimiterRes;
}

interface Limiters {
  readonly shared: RateLimiterAbstract | undefined;
  readonly local: RateLimiterAbstract;
}

/** Counts requests in Redis, over all containers; while Redis is gone, in this process. */
@Injectable()
export class RateLimiter {
  private readonly scale: number;
  private readonly counts: SharedCounts | undefined;
  private readonly limiters = new Map<string, Limiters>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly redis: Redis,
  ) {
    this.scale = config.rateLimitScale;
    this.counts = redis.client && new SharedCounts(redis.client);
    for (const policy of Object.values(RATE_LIMITS).flat()) this.limiters.set(policy.name, this.limitersOf(policy));
  }

  /** Counts one request of `key` against the policy. */
  async consume(policy: RateLimitPolicy, key: string): Promise<RateLimitOutcome> {
    const limiters = this.limiters.get(policy.name);
    if (limiters === undefined) throw new Error(`there is no rate limit policy ${policy.name}`);
    const { shared, local } = limiters;
    const counted = shared && (await this.redis.attempt(() => count(shared, key), undefined));
    return this.outcome(policy, counted ?? (await count(local, key)));
  }

  private outcome(policy: RateLimitPolicy, { allowed, counted }: Counted): RateLimitOutcome {
    const quota = policy.quota * this.scale;
    return {
      policy,
      quota,
      allowed,
      remaining: Math.max(0, counted.remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(counted.msBeforeNext / 1_000)),
    };
  }

  private limitersOf(policy: RateLimitPolicy): Limiters {
    const points = policy.quota * this.scale;
    const options = { points, duration: WINDOW_SECONDS, keyPrefix: KEY_PREFIX };
    const local = new RateLimiterMemory(options);
    if (this.counts === undefined) return { shared: undefined, local };
    // A key that is over its limit is answered from memory until its window ends, and costs Redis nothing.
    const shared = new RateLimiterRedis({ ...options, storeClient: this.counts, inMemoryBlockOnConsumed: points + 1 });
    return { shared, local };
  }
}

// The library rejects with the count when it is over the limit; that is an answer, not a failure. The rejection is what says
// that it is over: an answer from memory counts nothing.
async function count(limiter: RateLimiterAbstract, key: string): Promise<Counted> {
  try {
    return { allowed: true, counted: await limiter.consume(key) };
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return { allowed: false, counted: refused };
    throw refused;
  }
}
