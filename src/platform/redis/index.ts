export { Broadcasts, type Listener } from './broadcasts.ts';
export { Cache, type CacheOptions } from './cache.ts';
export { Redis } from './redis.ts';
export { RedisModule } from './redis.module.ts';
