import { CARD_ISSUERS, containsCardNumber, isCard, isSecurityCodeName } from './card-data.ts';

const CARD = '4242424242424242';

describe('a card number', () => {
  it.each([
    CARD,
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    '4242 - 4242 - 4242 - 4242',
    '4242.4242.4242.4242',
    '4242_4242_4242_4242',
    '4242\u00a04242\u00a04242\u00a04242',
    '4242\u20114242\u20114242\u20114242',
    '4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2',
    '378282246310005',
    '3782 822463 10005',
    '30569309025904',
    '5555555555554444',
    '2223003122003222',
    '6011111111111117',
    '3530111333300000',
    '6304000000000000',
    '4222222222222',
    '6011000990139424009',
    `tok_${CARD}_end`,
    `card${CARD}x`,
    `{"pan":"${CARD}"}`,
    `${CARD} 12/30 123`,
    `${CARD}=30121010000012300000`,
    `12 4242 4242 4242 4242 123`,
    `${CARD}.00`,
    `+${CARD}`,
    `for 019a8e3c-7c1e-7b4e-9e3a-411111111111 ${CARD}`,
    '４２４２４２４２４２４２４２４２',
  ])('is seen in %j', (text) => {
    expect(containsCardNumber(text)).toBe(true);
  });

  it.each([
    '',
    'sandbox_visa',
    'tok_1N3T00LkdIwHu7ixt44h1F8k',
    '4242424242424241',
    '42424242424',
    '1234567890123456',
    '4242a4242a4242a4242',
    '019a8e3c-7c1e-7b4e-9e3a-411111111111',
    '42424242-4242-4242-8242-424242424242',
    // As long as a card, of no issuer's length.
    '42424242424246',
    '55555555555557',
    // Longer than any.
    '42424242424242424242',
    '00004242424242424242000',
    // Hashes and ids of hexadecimal digits.
    'e3b0c44298fc1c149afb4c8996fb92424242424242424242e27ae41e4649b934',
    '507f1f77bcf8642424242424',
    // Telephones, places and rates.
    '+4915123456784',
    '+49 151 2345 6784',
    '48.85669699999995',
    '-122.4194155000000',
    '4.242424242424242',
    // Moments.
    '2026-11-21T15:00:00.000Z',
    '2026-11-21 15:00:00.123456+00',
    '1795273200000',
    '1795273200.123456',
  ])('is not seen in %j', (text) => {
    expect(containsCardNumber(text)).toBe(false);
  });

  it.each([
    ['digits', '4'.repeat(200_000)],
    ['digits apart', '4 '.repeat(100_000)],
    ['groups', '4242 '.repeat(40_000)],
    ['separators', ' '.repeat(200_000)],
    ['groups far apart', '424242424242    '.repeat(12_000)],
    ['beginnings of UUIDs', '42424242-4242-4'.repeat(13_000)],
    ['hexadecimal digits', 'a4'.repeat(100_000)],
  ])('is looked for in time linear in the text: %s', (_what, text) => {
    const startedMs = performance.now();
    containsCardNumber(text);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it.each(CARD_ISSUERS.map((issuer) => [...issuer] as const))(
    'of %s from %d to %d is known at each length',
    (...issuer) => {
      const [, from, to, lengths] = issuer;
      for (const length of lengths) {
        for (const begins of [from, to]) {
          const body = `${begins}${'0'.repeat(length - String(begins).length - 1)}`;
          const cards = Array.from({ length: 10 }, (_, check) => `${body}${check}`).filter(isCard);
          expect(cards).toHaveLength(1);
        }
      }
    },
  );
});

describe("a field for a card's security code", () => {
  it.each([
    'cvv',
    'CVV',
    'cvc',
    'cvv2',
    'cardCvc',
    'card_cvv',
    'card-security-code',
    'securityCode',
    'x-card-cvc',
    'csc',
  ])('is %j', (name) => {
    expect(isSecurityCodeName(name)).toBe(true);
  });

  it.each(['', 'code', 'postalCode', 'cvc_check', 'cid', 'campaignCode', 'discard', 'value', 'receivable'])(
    'is not %j',
    (name) => {
      expect(isSecurityCodeName(name)).toBe(false);
    },
  );
});
