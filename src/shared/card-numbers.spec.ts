import { performance } from 'node:perf_hooks';
import { isCardNumber, withoutCardNumbers } from './card-numbers.ts';

const CARD = '4242424242424242';

describe('text without card numbers', () => {
  it.each([
    CARD,
    `${CARD} 12/27`,
    `${CARD} 123`,
    `card-${CARD}`,
    `visa-${CARD}`,
    `${CARD}-declined`,
    `No.${CARD}`,
    `card${CARD}`,
    `${CARD}x`,
    '4242.4242.4242.4242',
    '4242\u00a04242\u00a04242\u00a04242',
    '4242_4242_4242_4242',
    '4242 - 4242 - 4242 - 4242',
    '4242\u20114242\u20114242\u20114242',
    '4242\n4242\n4242\n4242',
    `retry 3 ${CARD}`,
    `3${CARD}`,
    `\\n${CARD}`,
    `{"pan":"${CARD}"}`,
    `for 019a8e3c-7c1e-7b4e-9e3a-411111111111 ${CARD}`,
    `${CARD}-019a8e3c-7c1e-7b4e-9e3a-411111111111`,
    `${CARD} and ${CARD}`,
    // Grouped like a UUID, but of no version.
    '42424242-4242-4242-4242-424242424242',
  ])('of %j has none', (text) => {
    const shown = withoutCardNumbers(text);
    expect(shown).toContain('[redacted]');
    expect(shown).not.toMatch(/4242/);
  });

  it.each(['5555555555554444', '2223003122003222', '378282246310005', '6011111111111117', '3530111333300000'])(
    'of another brand, as %s, has none',
    (card) => {
      expect(withoutCardNumbers(`paid with ${card}, twice`)).toBe('paid with [redacted], twice');
      expect(isCardNumber(card)).toBe(true);
    },
  );

  it.each([
    '019a8e3c-7c1e-7b4e-9e3a-411111111111',
    '42424242-4242-4242-8242-424242424242',
    'wallet:42424242-4242-4242-8242-424242424242_v2',
    '2026-11-21T15:00:00.000Z',
    '2026-11-21 15:00:00.123456+00',
    '1795273200000',
    '1795273200.123',
    '20261121000210_ledger_posting',
    '4111111111111112',
    '1500 of 4242 INR',
    'paid 450000 INR for 019a8e3c-7c1e-7b4e-9e3a-411111111111',
    'at file.ts:4242:42',
    '-------------------',
    '',
  ])('leaves %j as it is', (text) => {
    expect(withoutCardNumbers(text)).toBe(text);
  });

  it.each([
    ['digits', '4'.repeat(200_000)],
    ['other digits', '42'.repeat(100_000)],
    ['separators', ' '.repeat(200_000)],
    ['both', '4 '.repeat(100_000)],
    ['beginnings of UUIDs', '42424242-4242-4'.repeat(13_000)],
    ['runs that are too short', '424242424242x'.repeat(15_000)],
  ])('is made in time linear in the text: %s', (_what, text) => {
    const startedMs = performance.now();
    withoutCardNumbers(text);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
