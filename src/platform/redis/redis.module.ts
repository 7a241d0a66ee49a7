import { Global, Module } from '@nestjs/common';
import { CacheStore } from './cache-store.ts';
import { Cache } from './cache.ts';
import { Redis } from './redis.ts';

@Global()
@Module({ providers: [Redis, CacheStore, Cache], exports: [Redis, Cache] })
export class RedisModule {}
