import * as client from 'openid-client';
import { Refusal, refuse } from '../../shared/refusal.ts';

const UNREACHABLE = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/** What of ours stands for what openid-client threw. What was wrong is told to nobody outside: it would help only who forges. */
export function providerRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return refuse(isUnreachable(error) ? 'identity_provider_unavailable' : 'social_sign_in_failed');
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError) return error.status >= 500;
  if (!(error instanceof client.ClientError)) return hasFailed(error);
  if (error.code !== undefined && UNREACHABLE.has(error.code)) return true;
  const { cause } = error;
  return cause instanceof Response ? cause.status >= 500 : hasFailed(cause);
}

// What `fetch` throws when there is no answer, and nothing else. By its name: it may be of another realm's class.
function hasFailed(error: unknown): boolean {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  return name === 'TypeError' && message === 'fetch failed';
}
