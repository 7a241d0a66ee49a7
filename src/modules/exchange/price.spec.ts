import { boughtFor, decimalOf, parseDecimal, priceOf, soldFor } from './price.ts';

const DOLLARS = { base: 'USD', quote: 'INR', rate: '83.25', spreadBasisPoints: 50 };
const YEN = { base: 'USD', quote: 'JPY', rate: '151.37', spreadBasisPoints: 0 };

describe('a price', () => {
  it('goes in the direction of its rate', () => {
    const price = priceOf(DOLLARS, { sellCurrency: 'USD', sellScale: 2, buyScale: 2 });
    // 100.00 USD at 83.25 less half a percent is 8283.375 INR.
    expect(boughtFor(10_000n, price)).toBe(828_337n);
    expect(soldFor(828_337n, price)).toBe(10_000n);
    expect(decimalOf(price.perUnit, 12)).toBe('82.83375');
  });

  it('goes the other way by the exact inverse', () => {
    const price = priceOf(DOLLARS, { sellCurrency: 'INR', sellScale: 2, buyScale: 2 });
    // 8325.00 INR are 100.00 USD, less half a percent.
    expect(boughtFor(832_500n, price)).toBe(9_950n);
    expect(soldFor(9_950n, price)).toBe(832_500n);
    expect(decimalOf(price.perUnit, 12)).toBe('0.011951951951');
  });

  it('minds that a yen has no smaller unit', () => {
    expect(boughtFor(10_000n, priceOf(YEN, { sellCurrency: 'USD', sellScale: 2, buyScale: 0 }))).toBe(15_137n);
    expect(boughtFor(99n, priceOf(YEN, { sellCurrency: 'USD', sellScale: 2, buyScale: 0 }))).toBe(149n);
    expect(boughtFor(1n, priceOf(YEN, { sellCurrency: 'JPY', sellScale: 0, buyScale: 2 }))).toBe(0n);
    expect(soldFor(1n, priceOf(YEN, { sellCurrency: 'JPY', sellScale: 0, buyScale: 2 }))).toBe(2n);
  });
});

describe('a decimal number', () => {
  it.each([
    ['83.25', 10, '83.25'],
    ['007.500', 10, '7.5'],
    ['120', 2, '120'],
    ['0.0000000001', 10, '0.0000000001'],
    ['0.129', 2, '0.12'],
    ['9999999999.9999999999', 10, '9999999999.9999999999'],
  ])('%s with %p decimals is %s', (text, decimals, shown) => {
    expect(decimalOf(parseDecimal(text), decimals)).toBe(shown);
  });
});
