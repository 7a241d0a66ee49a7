import { Global, Module } from '@nestjs/common';
import { Broadcasts } from './broadcasts.ts';
import { CacheStore } from './cache-store.ts';
import { Cache } from './cache.ts';
import { Mirrors } from './mirrors.ts';
import { Redis } from './redis.ts';

@Global()
@Module({
  providers: [Redis, CacheStore, Cache, Broadcasts, Mirrors],
  exports: [Redis, Cache, Broadcasts, Mirrors],
})
export class RedisModule {}
