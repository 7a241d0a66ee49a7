import fc from 'fast-check';
import { MAX_AMOUNT } from '../../src/ledger/core/index.ts';
import { boughtFor, decimalOf, parseDecimal, priceOf, soldFor } from '../../src/modules/exchange/price.ts';

/** A rate of `units` ten-to-the-minus-`decimals`, and the two currencies' scales. */
interface Terms {
  readonly units: bigint;
  readonly decimals: number;
  readonly spread: number;
  readonly baseScale: number;
  readonly quoteScale: number;
}

const amounts = fc.bigInt({ min: 1n, max: MAX_AMOUNT });
const scales = fc.constantFrom(0, 2, 3, 6);
const terms: fc.Arbitrary<Terms> = fc.record({
  units: fc.bigInt({ min: 1n, max: 10n ** 15n }),
  decimals: fc.integer({ min: 0, max: 10 }),
  spread: fc.integer({ min: 0, max: 5_000 }),
  baseScale: scales,
  quoteScale: scales,
});

function textOf({ units, decimals }: Terms): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The prices of selling the base currency, and of selling the quote currency. */
function prices(all: Terms) {
  const market = { base: 'AAA', quote: 'BBB', rate: textOf(all), spreadBasisPoints: all.spread };
  const { baseScale, quoteScale } = all;
  return {
    sellBase: priceOf(market, { sellCurrency: 'AAA', sellScale: baseScale, buyScale: quoteScale }),
    sellQuote: priceOf(market, { sellCurrency: 'BBB', sellScale: quoteScale, buyScale: baseScale }),
  };
}

const tenTo = (exponent: number): bigint => 10n ** BigInt(exponent);

/** What selling is exactly worth to the seller, as two numbers to be divided; worked out on its own. */
function worth(sold: bigint, all: Terms, side: 'sellBase' | 'sellQuote'): readonly [bigint, bigint] {
  const kept = sold * BigInt(10_000 - all.spread);
  const [base, quote] = [tenTo(all.baseScale), tenTo(all.quoteScale)];
  return side === 'sellBase'
    ? [kept * all.units * quote, 10_000n * tenTo(all.decimals) * base]
    : [kept * tenTo(all.decimals) * base, 10_000n * all.units * quote];
}

const SIDES = ['sellBase', 'sellQuote'] as const;
const side = fc.constantFrom(...SIDES);

describe('the price of an exchange', () => {
  it('gives the seller the exact value, rounded down, and never less by a whole unit', () => {
    fc.assert(
      fc.property(terms, side, amounts, (all, which, sold) => {
        const bought = boughtFor(sold, prices(all)[which]);
        const [value, per] = worth(sold, all, which);
        expect(bought * per <= value && value < (bought + 1n) * per).toBe(true);
      }),
    );
  });

  it('takes from the buyer the least that buys what is wanted', () => {
    fc.assert(
      fc.property(terms, side, amounts, (all, which, bought) => {
        const price = prices(all)[which];
        const sold = soldFor(bought, price);
        expect(boughtFor(sold, price) >= bought).toBe(true);
        expect(boughtFor(sold - 1n, price) < bought).toBe(true);
      }),
    );
  });

  it('never lets a round trip win, whichever amounts are said', () => {
    fc.assert(
      fc.property(terms, side, amounts, (all, which, start) => {
        const there = prices(all)[which];
        const back = prices(all)[which === 'sellBase' ? 'sellQuote' : 'sellBase'];
        const bought = boughtFor(start, there);
        expect(boughtFor(bought, back) <= start).toBe(true);
        expect(soldFor(start, back) >= bought).toBe(true);
      }),
    );
  });

  it('gives no less for more, and no more for two parts than for the whole', () => {
    fc.assert(
      fc.property(terms, side, amounts, amounts, (all, which, one, other) => {
        const price = prices(all)[which];
        const [first, second, whole] = [one, other, one + other].map((amount) => boughtFor(amount, price));
        expect(whole! >= first! + second!).toBe(true);
        expect(soldFor(one + other, price) >= soldFor(one, price)).toBe(true);
      }),
    );
  });

  it('is worse with a larger spread', () => {
    fc.assert(
      fc.property(terms, side, amounts, fc.integer({ min: 0, max: 5_000 }), (all, which, sold, spread) => {
        const [low, high] = [Math.min(all.spread, spread), Math.max(all.spread, spread)];
        const at = (points: number) => boughtFor(sold, prices({ ...all, spread: points })[which]);
        expect(at(high) <= at(low)).toBe(true);
      }),
    );
  });

  it('is shown by a number that is not above it, and that reads back as what was written', () => {
    fc.assert(
      fc.property(terms, side, fc.integer({ min: 0, max: 12 }), (all, which, decimals) => {
        const { perUnit } = prices(all)[which];
        const shown = parseDecimal(decimalOf(perUnit, decimals));
        const [low, exact] = [shown.numerator * perUnit.denominator, perUnit.numerator * shown.denominator];
        expect(low <= exact).toBe(true);
        expect((exact - low) * tenTo(decimals) < shown.denominator * perUnit.denominator).toBe(true);
        expect(decimalOf(parseDecimal(textOf(all)), 10)).toBe(decimalOf(parseDecimal(`00${textOf(all)}`), 10));
      }),
    );
  });
});
