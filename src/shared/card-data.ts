import { SEPARATORS, UUID } from './card-numbers.ts';
import { luhnSums, passesLuhn } from './luhn.ts';

type Lengths = readonly number[];

/** The first digits that an issuer's numbers have, from and to (as many digits as they are written with), and how long they are. */
export const CARD_ISSUERS: readonly (readonly [name: string, from: number, to: number, lengths: Lengths])[] = [
  ['visa', 4, 4, [13, 16, 19]],
  ['mastercard', 51, 55, [16]],
  ['mastercard', 2221, 2720, [16]],
  ['amex', 34, 34, [15]],
  ['amex', 37, 37, [15]],
  ['discover', 6011, 6011, [16, 19]],
  ['discover', 644, 659, [16, 19]],
  ['diners', 300, 305, [14, 16, 19]],
  ['diners', 3095, 3095, [14, 16, 19]],
  ['diners', 36, 36, [14, 16, 19]],
  ['diners', 38, 39, [14, 16, 19]],
  ['jcb', 3528, 3589, [16, 17, 18, 19]],
  ['unionpay', 62, 62, [16, 17, 18, 19]],
  ['rupay', 60, 60, [16]],
  ['rupay', 81, 82, [16]],
  ['rupay', 508, 508, [16]],
  ['mir', 2200, 2204, [16, 17, 18, 19]],
  ['maestro', 5018, 5018, [13, 14, 15, 16, 17, 18, 19]],
  ['maestro', 5020, 5020, [13, 14, 15, 16, 17, 18, 19]],
  ['maestro', 5038, 5038, [13, 14, 15, 16, 17, 18, 19]],
  ['maestro', 5893, 5893, [13, 14, 15, 16, 17, 18, 19]],
  ['maestro', 6304, 6304, [13, 14, 15, 16, 17, 18, 19]],
  ['maestro', 6759, 6763, [13, 14, 15, 16, 17, 18, 19]],
  ['dankort', 5019, 5019, [16]],
  ['elo', 5041, 5041, [16]],
  ['elo', 5066, 5067, [16]],
  ['elo', 509, 509, [16]],
  ['elo', 6362, 6363, [16]],
  ['verve', 5060, 5061, [16, 18, 19]],
  ['uzcard', 8600, 8600, [16]],
  ['napas', 9704, 9704, [16, 19]],
  ['troy', 9792, 9792, [16]],
  ['humo', 9860, 9860, [16]],
];

const SHORTEST = 13;
const LONGEST = 19;
const PREFIX_DIGITS = 4;
/** By the first four digits, the lengths that a card may have that begins with them: a bit each. */
const LENGTHS = lengthsByPrefix();
/** How much may stand between two digits of one number. */
const MAX_BETWEEN = 3;
/** The longest number of a telephone, after its plus sign (E.164). */
const LONGEST_PHONE = 15;
/** A number with a decimal point has at most so many digits before it where it is a rate, a degree or a quantity. */
const LONGEST_WHOLE_PART = 10;

const AT_LEAST_SO_MANY_DIGITS = new RegExp(`\\d(?:[${SEPARATORS}]{0,${MAX_BETWEEN}}\\d){${SHORTEST - 1}}`);
const DIGITS_APART = new RegExp(`\\d+(?:[${SEPARATORS}]{1,${MAX_BETWEEN}}\\d+)*`, 'g');
const DECIMAL = /^(\d+)\.\d+$/;
const NOT_ASCII = /[^\x20-\x7e]/;
const IDS_OF_UUID = new RegExp(UUID, 'gi');
// Hashes and trace ids: as long as one, with a letter in it, and nothing else about it.
const IDS_OF_HEX = /(?<![0-9a-z])(?=\d*[a-f])[0-9a-f]{24,}(?![0-9a-z])/gi;

// What ends the name of a field, in lower case and without what parts its words.
const SECURITY_CODE = /(?:cvv2?|cvc2?|cvn2?|cav2|securitycode|verificationvalue|(?:^|card)csc)$/;

/**
 * Whether the text holds a card number: 13 to 19 digits, of a length that the issuer they begin with has, that pass Luhn's check. Spaces,
 * dashes, dots and underscores may part them, and anything stand around them. Groups of digits count as wholes: a number of 20 digits or
 * more holds none. UUIDs, long hexadecimal ids, telephone numbers with their plus sign and numbers with a decimal point are none.
 */
export function containsCardNumber(text: string): boolean {
  if (text.length < SHORTEST) return false;
  const plain = NOT_ASCII.test(text) ? text.normalize('NFKC') : text;
  if (!AT_LEAST_SO_MANY_DIGITS.test(plain)) return false;
  const rest = plain.replaceAll(IDS_OF_UUID, ' id ').replaceAll(IDS_OF_HEX, ' id ');
  for (const { 0: run, index } of rest.matchAll(DIGITS_APART)) {
    if (holdsCard(run, rest[index - 1] === '+')) return true;
  }
  return false;
}

/** Whether these digits, and no others beside them, are a card's number. */
export function isCard(digits: string): boolean {
  return digits.length <= LONGEST && holdsCard(digits, false);
}

/** Whether a field of this name is for a card's security code. */
export function isSecurityCodeName(name: string): boolean {
  return SECURITY_CODE.test(name.toLowerCase().replaceAll(/[^a-z\d]/g, ''));
}

// A card begins where a group of digits begins, and ends where one ends.
function holdsCard(run: string, afterPlus: boolean): boolean {
  const whole = DECIMAL.exec(run)?.[1];
  if (whole !== undefined && whole.length <= LONGEST_WHOLE_PART) return false;
  const { digits, ends } = groupsOf(run);
  const sums = luhnSums(digits);
  let from = 0;
  for (const [first, end] of ends.entries()) {
    const lengths = LENGTHS[prefixAt(digits, from)] ?? 0;
    for (let at = first; lengths !== 0 && at < ends.length; at += 1) {
      const to = ends[at] ?? 0;
      if (to - from > LONGEST) break;
      const isPhone = afterPlus && from === 0 && to <= LONGEST_PHONE;
      if ((lengths & bitOf(to - from)) !== 0 && !isPhone && passesLuhn(sums, from, to)) return true;
    }
    from = end;
  }
  return false;
}

// All digits of a run, and how many there are up to the end of each group.
function groupsOf(run: string): { digits: number[]; ends: number[] } {
  const digits: number[] = [];
  const ends: number[] = [];
  for (const [group] of run.matchAll(/\d+/g)) {
    for (const digit of group) digits.push(Number(digit));
    ends.push(digits.length);
  }
  return { digits, ends };
}

function prefixAt(digits: readonly number[], from: number): number {
  let prefix = 0;
  for (let at = from; at < from + PREFIX_DIGITS; at += 1) prefix = prefix * 10 + (digits[at] ?? 0);
  return prefix;
}

function lengthsByPrefix(): Uint8Array {
  const table = new Uint8Array(10 ** PREFIX_DIGITS);
  for (const [, from, to, lengths] of CARD_ISSUERS) {
    const share = 10 ** (PREFIX_DIGITS - String(from).length);
    const bits = lengths.reduce((all, length) => all | bitOf(length), 0);
    for (let prefix = from * share; prefix < (to + 1) * share; prefix += 1) table[prefix] = (table[prefix] ?? 0) | bits;
  }
  return table;
}

function bitOf(length: number): number {
  return length < SHORTEST || length > LONGEST ? 0 : 1 << (length - SHORTEST);
}
