export { Broadcasts, type Listener } from './broadcasts.ts';
export { keptIn } from './cache-store.ts';
export { Cache, type CacheOptions } from './cache.ts';
export type { Mirror, Mirrored } from './mirror.ts';
export { Mirrors } from './mirrors.ts';
export { Redis } from './redis.ts';
export { RedisModule } from './redis.module.ts';
