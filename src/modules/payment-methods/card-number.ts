import { passesLuhn } from '../../shared/luhn.ts';

const MIN_DIGITS = 12;
const MAX_DIGITS = 19;
// Digits that only spaces, dashes or other punctuation keep apart: the way people and forms write card numbers.
const DIGIT_RUN = /\d(?:[^0-9A-Za-z]*\d)*/g;

/**
 * Whether the text holds something that is a card number: 12 to 19 digits that pass Luhn's check, anywhere in it, also when
 * other numbers stand beside it. Refusing a harmless token costs its owner a retry; keeping a card number costs far more.
 */
export function containsCardNumber(text: string): boolean {
  const runs = text.normalize('NFKC').match(DIGIT_RUN) ?? [];
  return runs.some((run) => candidates(run.match(/\d+/g) ?? []).some(passesLuhn));
}

// Neighbouring groups of digits that are together as long as a card number, and such a part of any group that is longer.
function candidates(groups: readonly string[]): string[] {
  const joined = groups.flatMap((_group, first) =>
    groups.slice(first, first + MAX_DIGITS).map((_last, count) => groups.slice(first, first + count + 1).join('')),
  );
  const withinLong = groups.filter((group) => group.length > MAX_DIGITS).flatMap(windows);
  return [...joined, ...withinLong].filter(({ length }) => length >= MIN_DIGITS && length <= MAX_DIGITS);
}

function windows(digits: string): string[] {
  const lengths = Array.from({ length: MAX_DIGITS - MIN_DIGITS + 1 }, (_, more) => MIN_DIGITS + more);
  return [...digits].flatMap((_digit, start) => lengths.map((length) => digits.slice(start, start + length)));
}
