import { randomInt } from 'node:crypto';

export const RECOVERY_CODE_COUNT = 10;
/** Crockford's base32: no letters that are taken for others. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LETTERS = 16;
const GROUP = /.{4}(?=.)/g;

/** How a recovery code may be written down: 80 bits in groups of four. */
export const RECOVERY_CODE = /^[0-9a-hjkmnp-tv-z]{4}(?:-?[0-9a-hjkmnp-tv-z]{4}){3}$/i;

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODE_COUNT }, newRecoveryCode);
}

/** However it was written down. */
export function plainRecoveryCode(code: string): string {
  return code.replaceAll('-', '').toLowerCase();
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.replaceAll(GROUP, '$&-');
}
