import { randomBytes } from 'node:crypto';
import { isSameText, sha256Of } from '../../shared/digest.ts';

const FAMILY_BYTES = 16;
const SECRET_BYTES = 32;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const FORM = new RegExp(`^(${UUID})\\.([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{43})$`);

/** A refresh token is `<sessionId>.<family><secret>`: the family stays the same for the session, the secret changes at each use. */
export interface RefreshToken {
  readonly sessionId: string;
  readonly family: string;
  readonly secret: string;
}

/** What is stored of a token. From it no token can be made. */
export interface RefreshTokenHashes {
  readonly familyHash: string;
  readonly secretHash: string;
}

export type RefreshVerdict = 'current' | 'used' | 'foreign';

export function newRefreshToken(sessionId: string): RefreshToken {
  const family = randomBytes(FAMILY_BYTES).toString('base64url');
  return rotated({ sessionId, family, secret: '' });
}

/** The next token of the same session. */
export function rotated({ sessionId, family }: RefreshToken): RefreshToken {
  return { sessionId, family, secret: randomBytes(SECRET_BYTES).toString('base64url') };
}

export function formatRefreshToken({ sessionId, family, secret }: RefreshToken): string {
  return `${sessionId}.${family}${secret}`;
}

/** Undefined for what cannot be one of our tokens. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  const [, sessionId, family, secret] = FORM.exec(text) ?? [];
  return sessionId && family && secret ? { sessionId, family, secret } : undefined;
}

export function hashesOf({ family, secret }: RefreshToken): RefreshTokenHashes {
  return { familyHash: sha256Of(family), secretHash: sha256Of(secret) };
}

/**
 * What a presented token is to the stored session. `used` needs the right family: only who held a token of this session can
 * end it, not who merely knows its id, and a token is recognised as used however many rotations ago that was.
 */
export function judge(presented: RefreshTokenHashes, stored: RefreshTokenHashes): RefreshVerdict {
  if (!isSameText(presented.familyHash, stored.familyHash)) return 'foreign';
  return isSameText(presented.secretHash, stored.secretHash) ? 'current' : 'used';
}
