/** An exact positive number: never rounded until it has become an amount. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A rate as it was set: what one unit of the base currency is worth in the quote currency, and our share of each deal. */
export interface MarketRate {
  readonly base: string;
  readonly quote: string;
  /** A decimal number above zero. */
  readonly rate: string;
  readonly spreadBasisPoints: number;
}

export interface Deal {
  readonly sellCurrency: string;
  /** How many decimals the minor unit of each currency stands for. */
  readonly sellScale: number;
  readonly buyScale: number;
}

/** What a deal costs. Both numbers are exact, and our spread is in them. */
export interface Price {
  /** Units of the bought currency for one unit of the sold currency. */
  readonly perUnit: Fraction;
  /** The same in minor units of both. */
  readonly perMinorUnit: Fraction;
}

const BASIS_POINTS = 10_000n;

/** The price of a deal in the two currencies of the rate, in either direction: the inverse is taken as a fraction, so it is exact. */
export function priceOf(market: MarketRate, { sellCurrency, sellScale, buyScale }: Deal): Price {
  const middle = parseDecimal(market.rate);
  const { numerator, denominator } = sellCurrency === market.base ? middle : inverse(middle);
  const kept = BASIS_POINTS - BigInt(market.spreadBasisPoints);
  const perUnit = { numerator: numerator * kept, denominator: denominator * BASIS_POINTS };
  const perMinorUnit = {
    numerator: perUnit.numerator * powerOfTen(buyScale),
    denominator: perUnit.denominator * powerOfTen(sellScale),
  };
  return { perUnit, perMinorUnit };
}

/** What `sold` minor units buy, rounded down: whoever sells never gets more than the exact value. */
export function boughtFor(sold: bigint, { perMinorUnit: { numerator, denominator } }: Price): bigint {
  return (sold * numerator) / denominator;
}

/** What `bought` minor units cost, rounded up: whoever buys never pays less than the exact value. */
export function soldFor(bought: bigint, { perMinorUnit: { numerator, denominator } }: Price): bigint {
  return (bought * denominator + numerator - 1n) / numerator;
}

/** The number with at most `decimals` decimals, rounded down, without trailing zeros. */
export function decimalOf({ numerator, denominator }: Fraction, decimals: number): string {
  const digits = ((numerator * powerOfTen(decimals)) / denominator).toString().padStart(decimals + 1, '0');
  const [whole, rest] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  const fraction = rest.replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** The exact number that the digits say, such as `83.25`. */
export function parseDecimal(text: string): Fraction {
  const [whole = '', fraction = ''] = text.split('.');
  return { numerator: BigInt(whole + fraction), denominator: powerOfTen(fraction.length) };
}

function inverse({ numerator, denominator }: Fraction): Fraction {
  return { numerator: denominator, denominator: numerator };
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
