const BASIS_POINTS = 10_000n;

/** What a redeemed treat is split into, in minor units: `net` for the venue, `fee` for us. They always add up. */
export interface Split {
  readonly net: bigint;
  readonly fee: bigint;
}

/** Splits an amount by a fee in basis points (0 to 10,000), rounded half up to a whole minor unit. */
export function splitOf(amount: bigint, feeBasisPoints: number): Split {
  const fee = (amount * BigInt(feeBasisPoints) + BASIS_POINTS / 2n) / BASIS_POINTS;
  return { net: amount - fee, fee };
}
