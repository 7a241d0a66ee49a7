export { Cache, type CacheOptions } from './cache.ts';
export { CachedResponse } from './cached-response.ts';
export { Redis } from './redis.ts';
export { RedisModule } from './redis.module.ts';
