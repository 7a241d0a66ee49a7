import { Global, Module } from '@nestjs/common';
import { Broadcasts } from './broadcasts.ts';
import { CacheStore } from './cache-store.ts';
import { Cache } from './cache.ts';
import { Redis } from './redis.ts';

@Global()
@Module({ providers: [Redis, CacheStore, Cache, Broadcasts], exports: [Redis, Cache, Broadcasts] })
export class RedisModule {}
