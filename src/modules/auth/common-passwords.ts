import { dictionary } from '@zxcvbn-ts/language-common';

/** What people put around a word to please a rule: digits and signs, and not many. */
const DECORATION = /^[^a-z]+|[^a-z]+$/g;
const MAX_DECORATION = 6;
const MIN_WORD_LENGTH = 4;
/** Letters that look like others, as in P@ssw0rd. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ '@': 'a', 4: 'a', 3: 'e', 1: 'i', '!': 'i' },
  ...{ 0: 'o', $: 's', 5: 's', 7: 't' },
};
const LOOKALIKE = /[@431!0$57]/g;

const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/**
 * Whether a password is one of the 49,000 that are tried first: they come from breaches. Also in capitals, with lookalikes for letters,
 * and with a few digits and signs before and after: Password-2026! is tried soon after password.
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.toLowerCase();
  return [plain, spelledOut(plain), ...wordsIn(plain)].some((tried) => COMMON.has(tried));
}

function wordsIn(plain: string): string[] {
  const bare = plain.replaceAll(DECORATION, '');
  if (bare.length < MIN_WORD_LENGTH || plain.length - bare.length > MAX_DECORATION) return [];
  return [bare, spelledOut(bare)];
}

function spelledOut(text: string): string {
  return text.replaceAll(LOOKALIKE, (sign) => LOOKALIKES[sign] ?? sign);
}
