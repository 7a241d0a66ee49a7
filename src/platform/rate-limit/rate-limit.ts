import { SetMetadata } from '@nestjs/common';
import { keptSeconds } from '../../shared/retention.ts';

export const RATE_LIMIT_KEY = 'rateLimit';
export const WINDOW_SECONDS = keptSeconds('rateLimit');

/** `none` is for probes of the platform alone. */
export type RateLimitClass = 'default' | 'money' | 'report' | 'sign-in' | 'codes' | 'none';

/** One policy: at most `quota` requests in a window, counted by who asks, by the account named, or by the address. */
export interface RateLimitPolicy {
  readonly name: string;
  readonly quota: number;
  readonly per: 'principal' | 'account' | 'address';
}

/** Before RATE_LIMIT_SCALE. A request must pass every policy of its class. */
export const RATE_LIMITS: Readonly<Record<RateLimitClass, readonly RateLimitPolicy[]>> = {
  default: [{ name: 'default', quota: 600, per: 'principal' }],
  money: [{ name: 'money', quota: 120, per: 'principal' }],
  report: [{ name: 'report', quota: 60, per: 'principal' }],
  'sign-in': [
    { name: 'sign-in-account', quota: 10, per: 'account' },
    { name: 'sign-in-address', quota: 100, per: 'address' },
  ],
  codes: [
    { name: 'codes', quota: 10, per: 'principal' },
    { name: 'codes-address', quota: 60, per: 'address' },
  ],
  none: [],
};

/** Gives a route, or every route of a controller, its limits. What is not marked has `default`. Refuses rate_limited. */
export const RateLimit = (name: RateLimitClass): MethodDecorator & ClassDecorator => SetMetadata(RATE_LIMIT_KEY, name);
