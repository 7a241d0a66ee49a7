import { luhnSums, passesLuhn } from './luhn.ts';

const CENSORED = '[redacted]';
const SHORTEST = 13;
const LONGEST = 19;

// Of a known version and variant, so that digits grouped like one do not pass for one.
export const UUID = /((?<!\d)[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}(?!\d))/i;
/** Spaces of every kind, dashes of every kind, dots, underscores, and what is not seen: as part of a class of characters. */
export const SEPARATORS = String.raw`\s._\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff`;
// One class, so that the search is linear.
const DIGITS_AND_SEPARATORS = new RegExp(`[\\d${SEPARATORS}]{13,}`, 'g');
const DIGIT = /\d/;

type Range = readonly [from: number, to: number];

/**
 * Text without what looks like a card number, for logs, where hiding too much costs nothing: whatever stands before, behind or between its digits: wherever 13 to 19 digits that
 * only separators part pass Luhn's check and begin like a card. UUIDs are left as they are. Takes time linear in the text.
 */
export function withoutCardNumbers(text: string): string {
  if (text.length < SHORTEST) return text;
  const parts = text.split(UUID);
  return parts.map((part, n) => (n % 2 === 1 ? part : part.replaceAll(DIGITS_AND_SEPARATORS, withoutCards))).join('');
}

/** Whether `withoutCardNumbers` would hide something of it: more than is a card number, and of everything that is one. */
export function mayHoldCardNumber(text: string): boolean {
  const normal = text.normalize('NFKC');
  return withoutCardNumbers(normal) !== normal;
}

/** Whether the whole text is the digits of a card number. */
export function isCardNumber(text: string): boolean {
  if (text.length < SHORTEST || text.length > LONGEST || !/^\d+$/.test(text)) return false;
  const digits = Array.from(text, Number);
  return cardRanges(digits).some(([from, to]) => from === 0 && to === digits.length);
}

function withoutCards(run: string): string {
  const places: number[] = [];
  for (let place = 0; place < run.length; place += 1) if (DIGIT.test(run.charAt(place))) places.push(place);
  if (places.length < SHORTEST) return run;
  let kept = '';
  let next = 0;
  for (const [from, to] of merged(cardRanges(places.map((place) => Number(run[place]))))) {
    kept += run.slice(next, places[from]) + CENSORED;
    next = (places[to - 1] ?? 0) + 1;
  }
  return kept + run.slice(next);
}

// From each digit that may be a card's first, the longest range that may be a card.
function cardRanges(digits: readonly number[]): Range[] {
  const sums = luhnSums(digits);
  const ranges: Range[] = [];
  for (let from = 0; from + SHORTEST <= digits.length; from += 1) {
    if (!beginsLikeCard(digits, from)) continue;
    for (let to = Math.min(from + LONGEST, digits.length); to >= from + SHORTEST; to -= 1) {
      if (!passesLuhn(sums, from, to)) continue;
      ranges.push([from, to]);
      break;
    }
  }
  return ranges;
}

// 3 to 6, 81, 82, 86, 97, 98, and 2200 to 2720; 20.. is a year. More than `CARD_ISSUERS`, never less.
function beginsLikeCard(digits: readonly number[], from: number): boolean {
  const first = digits[from] ?? 0;
  if (first >= 3 && first <= 6) return true;
  if (first === 8) return [1, 2, 6].includes(digits[from + 1] ?? 0);
  if (first === 9) return (digits[from + 1] ?? 0) >= 7;
  const firstFour = Number(digits.slice(from, from + 4).join(''));
  return firstFour >= 2_200 && firstFour <= 2_720;
}

function merged(ranges: readonly Range[]): Range[] {
  const apart: Range[] = [];
  for (const [from, to] of ranges) {
    const last = apart.at(-1);
    if (last === undefined || from >= last[1]) apart.push([from, to]);
    else apart[apart.length - 1] = [last[0], Math.max(last[1], to)];
  }
  return apart;
}
