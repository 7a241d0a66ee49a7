export { accountOf, KnownDevices } from './known-devices.ts';
export { networkOf } from './network-of.ts';
export { RateLimit, RATE_LIMITS, type RateLimitClass } from './rate-limit.ts';
export { RateLimitGuard } from './rate-limit.guard.ts';
export { RateLimitModule } from './rate-limit.module.ts';
