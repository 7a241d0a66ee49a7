import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { containsCardNumber } from '../../shared/card-data.ts';
import type { Ids } from '../../shared/ids.ts';

const SECRET_BYTES = 32;
/** 256 bits in base 36. */
const SECRET_LENGTH = 50;
/** 32 bits in base 36. */
const CHECKSUM_LENGTH = 7;
/** Its id was found harmless when it was made, so that the first secret nearly always does. */
const MAX_DRAWN = 10;
const FORM = new RegExp(`^tvk_([0-9a-f]{32})([0-9a-z]{${SECRET_LENGTH}})([0-9a-z]{${CHECKSUM_LENGTH}})$`);

/** A key as it was presented: which one, and the hash of its secret. */
export interface PresentedKey {
  readonly keyId: string;
  readonly secretHash: string;
}

/** What everybody may see of a key, and what its text begins with. */
export function publicPrefixOf(keyId: string): string {
  return `tvk_${keyId.replaceAll('-', '')}`;
}

/** A key with a new secret: its text, and the hash of the secret. */
export interface NewKeyText {
  readonly text: string;
  readonly secretHash: string;
}

/**
 * A new key under an id of its own. One that by chance looks as if it held a card's number is drawn again: whatever does is refused in
 * a request.
 */
export function newKey(ids: Ids): NewKeyText & { readonly keyId: string } {
  for (;;) {
    const keyId = ids.next();
    const key = newKeyText(keyId);
    if (!containsCardNumber(key.text)) return { keyId, ...key };
  }
}

/**
 * The text of a key with a new secret: `tvk_`, its id, 256 random bits, and a checksum, so that a typo costs nobody a look-up and a
 * scanner knows a key of ours when it sees one. Letters and digits alone: a double click takes all of it.
 */
export function newKeyText(keyId: string): NewKeyText {
  const secret = inBase36(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_LENGTH);
  const body = `${publicPrefixOf(keyId)}${secret}`;
  return { text: `${body}${checksumOf(body)}`, secretHash: hashOf(secret) };
}

/** Another secret for a key that is there. */
export function rotatedKeyText(keyId: string): NewKeyText {
  for (let drawn = 1; ; drawn += 1) {
    const key = newKeyText(keyId);
    if (drawn === MAX_DRAWN || !containsCardNumber(key.text)) return key;
  }
}

/** Undefined for what cannot be one of our keys. */
export function parseKeyText(text: string): PresentedKey | undefined {
  const [, id, secret, checksum] = FORM.exec(text) ?? [];
  if (!id || !secret || checksumOf(text.slice(0, -CHECKSUM_LENGTH)) !== checksum) return undefined;
  const parts = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)];
  return { keyId: parts.join('-'), secretHash: hashOf(secret) };
}

function checksumOf(text: string): string {
  return inBase36(crc32(text), CHECKSUM_LENGTH);
}

function inBase36(value: bigint | number, length: number): string {
  return value.toString(36).padStart(length, '0');
}

// A fast hash does: nobody guesses 256 random bits.
function hashOf(secret: string): string {
  return hash('sha256', secret, 'base64url');
}
