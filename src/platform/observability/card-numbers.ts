const CENSORED = '[redacted]';
const SHORTEST = 13;
const LONGEST = 19;
/** What a digit counts in Luhn's sum where it is doubled. */
const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

// Of a known version and variant, so that digits grouped like one do not pass for one.
const UUID = /((?<!\d)[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}(?!\d))/i;
// Spaces of every kind, dashes of every kind, dots, underscores, and what is not seen. One class, so that the search is linear.
const DIGITS_AND_SEPARATORS = /[\d\s._\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212]{13,}/g;
const DIGIT = /\d/;

type Range = readonly [from: number, to: number];

/**
 * Text without what looks like a card number, whatever stands before, behind or between its digits: wherever 13 to 19 digits that
 * only separators part pass Luhn's check and begin like a card. UUIDs are left as they are. Takes time linear in the text.
 */
export function withoutCardNumbers(text: string): string {
  if (text.length < SHORTEST) return text;
  const parts = text.split(UUID);
  return parts.map((part, n) => (n % 2 === 1 ? part : part.replaceAll(DIGITS_AND_SEPARATORS, withoutCards))).join('');
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
      const sum = sums[(to - 1) % 2] ?? [];
      if (((sum[to] ?? 0) - (sum[from] ?? 0)) % 10 !== 0) continue;
      ranges.push([from, to]);
      break;
    }
  }
  return ranges;
}

// Up to each digit: Luhn's sum with the digits at even places as they are, and with those at odd places.
function luhnSums(digits: readonly number[]): readonly [number[], number[]] {
  const even = [0];
  const odd = [0];
  digits.forEach((digit, place) => {
    const doubled = DOUBLED[digit] ?? 0;
    even.push((even[place] ?? 0) + (place % 2 === 0 ? digit : doubled));
    odd.push((odd[place] ?? 0) + (place % 2 === 1 ? digit : doubled));
  });
  return [even, odd];
}

// 3 to 6, and 2221 to 2720; 20.. is a year.
function beginsLikeCard(digits: readonly number[], from: number): boolean {
  const first = digits[from] ?? 0;
  if (first !== 2) return first >= 3 && first <= 6;
  const firstFour = Number(digits.slice(from, from + 4).join(''));
  return firstFour >= 2_221 && firstFour <= 2_720;
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
