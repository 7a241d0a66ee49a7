export { Cache, type CacheOptions } from './cache.ts';
export { Redis } from './redis.ts';
export { RedisModule } from './redis.module.ts';
