import { rateLimitHeaders } from './rate-limit-headers.ts';
import { RATE_LIMITS } from './rate-limit.ts';

describe('the RateLimit fields', () => {
  it('name every policy that was applied', () => {
    const outcomes = RATE_LIMITS['sign-in'].map((policy) => ({
      ...{ policy, quota: policy.quota, allowed: true, remaining: policy.quota - 1, resetSeconds: 42 },
    }));
    expect(rateLimitHeaders(outcomes)).toEqual({
      'RateLimit-Policy': '"sign-in-account";q=10;w=60, "sign-in-address";q=100;w=60',
      RateLimit: '"sign-in-account";r=9;t=42, "sign-in-address";r=99;t=42',
    });
  });
});
