import { WINDOW_SECONDS } from './rate-limit.ts';
import type { RateLimitOutcome } from './rate-limiter.ts';

/** The fields of draft-ietf-httpapi-ratelimit-headers: every policy that was applied, and what is left of each. */
export function rateLimitHeaders(outcomes: readonly RateLimitOutcome[]): Record<string, string> {
  const policies = outcomes.map(({ policy, quota }) => `"${policy.name}";q=${quota};w=${WINDOW_SECONDS}`);
  const limits = outcomes.map(
    ({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`,
  );
  return { 'RateLimit-Policy': policies.join(', '), RateLimit: limits.join(', ') };
}
