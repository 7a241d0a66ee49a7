import { Global, Module } from '@nestjs/common';
import { KnownDevices } from './known-devices.ts';
import { RateLimitGuard } from './rate-limit.guard.ts';
import { RateLimiter } from './rate-limiter.ts';

/** The auth module registers the guard for every route, after the one that finds out who asks. */
@Global()
@Module({
  providers: [RateLimiter, RateLimitGuard, KnownDevices],
  exports: [RateLimiter, RateLimitGuard, KnownDevices],
})
export class RateLimitModule {}
