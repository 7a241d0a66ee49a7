import { hash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { refuse } from '../../shared/refusal.ts';

export const KEY_HEADER = 'Idempotency-Key';
export const MAX_KEY_LENGTH = 255;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** The key that was sent, checked; undefined when none was. Refuses idempotency_key_invalid. */
export function parseKey(sent: unknown): string | undefined {
  if (sent === undefined) return undefined;
  if (typeof sent === 'string' && sent.length <= MAX_KEY_LENGTH && VISIBLE_ASCII.test(sent)) return sent;
  throw refuse(
    'idempotency_key_invalid',
    `The Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} visible ASCII characters`,
  );
}

/** One caller's key on one route, as a UUID: another caller's same key, and the same key on another route, are other scopes. */
export function scopeOf(principalId: string, route: string, key: string): string {
  return digest(JSON.stringify([principalId, route, key]));
}

/** One caller's key over all routes. */
export function principalKeyOf(principalId: string, key: string): string {
  return digest(JSON.stringify([principalId, key]));
}

/** What the request asks for, as a UUID. The order of JSON's keys does not make another request. */
export function fingerprintOf(request: { params: unknown; query: unknown; body: unknown }): string {
  const { params, query, body } = request;
  return digest(canonicalJson({ params, query, body }));
}

// The first 128 bits of SHA-256, beyond chance and beyond trying, as a UUID: the stores' indexes stay small.
function digest(text: string): string {
  const hex = hash('sha256', text, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
