import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in base64url: for what has more entropy than can be tried, or is no secret. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Whether two texts are the same, in a time that does not say where they differ. */
export function isSameText(one: string, other: string): boolean {
  // By their bytes: texts of one length may have several in UTF-8.
  const [given, wanted] = [Buffer.from(one), Buffer.from(other)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
