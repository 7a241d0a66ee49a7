import { refuse } from '../../shared/refusal.ts';
import type { IdempotentOptions, IdempotentRequest } from './idempotent-request.ts';
import type { Claim } from './claim.ts';
import { fingerprintOf, KEY_HEADER, parseKey, scopeOf } from './key.ts';

const KEY_FIELD = KEY_HEADER.toLowerCase();

/** A request under a key of its caller's. */
export interface Asked {
  readonly claim: Claim;
  readonly key: string;
  readonly principalId: string;
  /** Method and path template. */
  readonly route: string;
}

/**
 * What a request asks for under its key; undefined when there is nothing to be idempotent about.
 * Refuses idempotency_key_required, idempotency_key_invalid.
 */
export function askedOf(request: IdempotentRequest, options: IdempotentOptions): Asked | undefined {
  const { params, query, body, user } = request;
  if (options.exempt?.(query as Record<string, unknown>)) return undefined;
  const key = parseKey(request.headers[KEY_FIELD]);
  if (key === undefined) {
    if (options.required ?? true) throw refuse('idempotency_key_required');
    return undefined;
  }
  // Without a caller a key would be shared by strangers, and with it the answers.
  if (user === undefined) throw refuse('unauthenticated');
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  const claim = { scope: scopeOf(user.id, route, key), fingerprint: fingerprintOf({ params, query, body }) };
  return { claim, key, principalId: user.id, route };
}
