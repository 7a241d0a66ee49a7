import fc from 'fast-check';
import { requireAcceptableBody } from '../../src/platform/http/json-body.ts';
import { CARD_ISSUERS, containsCardNumber, isCard } from '../../src/shared/card-data.ts';
import { mayHoldCardNumber } from '../../src/shared/card-numbers.ts';

const RUNS = { numRuns: 2_000 };
const MAX_NESTING = 20;

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((each) => each.join(''));

/** The number of a card of any issuer, of any length that it has: its last digit makes it one. */
const card = fc.constantFrom(...CARD_ISSUERS).chain(([, from, to, lengths]) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.constantFrom(...lengths)).chain(([begins, length]) =>
    digits(length - String(begins).length - 1).map((middle) => {
      const body = `${begins}${middle}`;
      return Array.from({ length: 10 }, (_, check) => `${body}${check}`).find(isCard) ?? '';
    }),
  ),
);

const separator = fc.constantFrom('', '', '', ' ', '-', '.', '_', '  ', ' - ', '\u00a0', '\u2011', '\n');
const around = fc.string({ unit: fc.constantFrom(...'ghijKLM (:,;)"\\{}é'), maxLength: 20 });

/** A card number with anything between its digits, in the middle of other text. A lone point would make it a number with decimals. */
const written = fc
  .tuple(card, fc.array(separator, { minLength: 18, maxLength: 18 }), around, around)
  .map(([number, between, before, after]) => ({
    number: [...number].map((digit, at) => `${digit}${at < number.length - 1 ? (between[at] ?? '') : ''}`).join(''),
    before,
    after,
  }))
  .filter(({ number }) => !/^\d+\.\d+$/.test(number))
  .map(({ number, before, after }) => `${before}${number}${after}`);

/** Puts a value somewhere in a body: in objects and lists, beside other things. */
const nested = (leaf: fc.Arbitrary<object>) =>
  fc
    .tuple(leaf, fc.array(fc.constantFrom('object', 'list', 'beside'), { maxLength: MAX_NESTING }))
    .map(([inner, shells]) =>
      shells.reduce<object>((value, shell) => {
        if (shell === 'list') return { items: [{ first: 1 }, value] };
        return shell === 'beside' ? { amount: 100, note: 'x', value } : { value };
      }, inner),
    );

function verdict(body: object): string {
  const text = JSON.stringify(body);
  try {
    requireAcceptableBody(JSON.parse(text), { text });
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a card number anywhere in a body', () => {
  it('is refused as text, whatever parts its digits and stands around them', () => {
    fc.assert(
      fc.property(nested(written.map((text) => ({ text }))), (body) => verdict(body) === 'raw_card_data_refused'),
      RUNS,
    );
  });

  it('is refused as the name of a field', () => {
    fc.assert(
      fc.property(nested(written.map((text) => ({ [text]: 1 }))), (body) => verdict(body) === 'raw_card_data_refused'),
      RUNS,
    );
  });

  it('is refused as a number, also as one that JSON has no room for', () => {
    fc.assert(
      fc.property(card, fc.boolean(), (number, inList) => {
        const text = inList ? `{"metadata":{"n":[1,${number}]}}` : `{"metadata":{"n":${number}}}`;
        expect(() => requireAcceptableBody(JSON.parse(text), { text })).toThrow('raw_card_data_refused');
      }),
      RUNS,
    );
  });

  it('is hidden in the log wherever it would be refused', () => {
    fc.assert(
      fc.property(fc.oneof(written, fc.string({ unit: fc.constantFrom(...'0123456789 -.x4') })), (text) => {
        if (containsCardNumber(text)) expect(mayHoldCardNumber(text)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('what is no card number', () => {
  const hex = (length: number) =>
    fc
      .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
      .filter((text) => /[a-f]/.test(text));

  it.each([
    ['UUIDs', fc.uuid({ version: [4, 7] })],
    ['numbers of 20 digits and more', fc.integer({ min: 20, max: 60 }).chain(digits)],
    ['numbers of 12 digits and fewer', fc.integer({ min: 1, max: 12 }).chain(digits)],
    ['hashes', hex(64)],
    ['trace ids', hex(32)],
    [
      'moments',
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2150-01-01') }).map((at) => at.toISOString()),
    ],
    ['milliseconds', fc.integer({ min: 1_500_000_000_000, max: 2_200_000_000_000 }).map(String)],
    [
      'telephone numbers',
      fc
        .integer({ min: 7, max: 14 })
        .chain(digits)
        .map((number) => `+1${number}`.slice(0, 16)),
    ],
    ['places', fc.double({ min: -180, max: 180, noNaN: true }).map(String)],
  ])('is accepted: %s', (_what, texts) => {
    fc.assert(
      fc.property(nested(texts.map((text) => ({ text, list: [text] }))), (body) => verdict(body) === 'accepted'),
      RUNS,
    );
  });

  it('is accepted: any amount of money, as a number', () => {
    const amount = fc.oneof(fc.maxSafeNat(), card.filter(({ length }) => length < 16).map(Number));
    const money = amount.map((value) => ({ amount: value, minAmount: value, price: value, threshold: value }));
    fc.assert(
      fc.property(nested(money), (body) => verdict(body) === 'accepted'),
      RUNS,
    );
  });
});
