import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;
const SALT = 'trivet';

/** A 32-byte key for one purpose (HKDF-SHA256, RFC 5869), so that one secret never serves two purposes directly. */
export function derivedKey(secret: string | Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, SALT, purpose, KEY_BYTES));
}
