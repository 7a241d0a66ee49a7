import { hash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { LruMap } from '../../shared/lru-map.ts';
import type { SignedIn } from '../access/index.ts';

/** Whom a token speaks for, and until when. */
export interface VerifiedToken extends SignedIn {
  readonly expiresAtMs: number;
}

/**
 * Remembers the access tokens whose signature was checked, by their SHA-256, until they expire: a client sends the same token
 * hundreds of times, and a signature check costs more than all else that a guard does. Holds at most `capacity`, the most
 * recently used.
 */
export class VerifiedTokens {
  private readonly byHash: LruMap<string, VerifiedToken>;

  constructor(
    private readonly clock: Clock,
    capacity: number,
  ) {
    this.byHash = new LruMap(capacity);
  }

  get(token: string): VerifiedToken | undefined {
    const hash = hashOf(token);
    const found = this.byHash.get(hash);
    if (!found || found.expiresAtMs > this.clock.now().getTime()) return found;
    this.byHash.delete(hash);
    return undefined;
  }

  remember(token: string, verified: VerifiedToken): void {
    this.byHash.set(hashOf(token), verified);
  }

  get size(): number {
    return this.byHash.size;
  }
}

// The token itself is not kept: a memory dump must not be a bunch of keys.
function hashOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
