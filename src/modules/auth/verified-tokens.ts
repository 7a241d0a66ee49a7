import { hash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
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
  private readonly byHash = new Map<string, VerifiedToken>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity: number,
  ) {}

  get(token: string): VerifiedToken | undefined {
    const hash = hashOf(token);
    const found = this.byHash.get(hash);
    if (!found) return undefined;
    this.byHash.delete(hash);
    if (found.expiresAtMs <= this.clock.now().getTime()) return undefined;
    this.byHash.set(hash, found);
    return found;
  }

  remember(token: string, verified: VerifiedToken): void {
    this.byHash.set(hashOf(token), verified);
    if (this.byHash.size <= this.capacity) return;
    // A Map keeps the order of insertion, and `get` inserts anew: the first key is the least recently used one.
    for (const oldest of this.byHash.keys()) {
      this.byHash.delete(oldest);
      return;
    }
  }

  get size(): number {
    return this.byHash.size;
  }
}

// The token itself is not kept: a memory dump must not be a bunch of keys.
function hashOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
