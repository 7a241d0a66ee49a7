import { MAX_AMOUNT } from '../../ledger/core/index.ts';
import { splitOf } from './platform-fee.ts';

describe('the platform fee', () => {
  it.each<[bigint, number, bigint]>([
    [10_000n, 500, 500n],
    [10n, 500, 1n], // 0.5 is rounded up
    [9n, 500, 0n], // 0.45 is rounded down
    [30n, 500, 2n], // 1.5 is rounded up
    [1n, 500, 0n],
    [1n, 5_000, 1n],
    [1n, 4_999, 0n],
    [12_345n, 0, 0n],
    [12_345n, 10_000, 12_345n],
    [MAX_AMOUNT, 500, 450_359_962_737_050n],
    [MAX_AMOUNT, 10_000, MAX_AMOUNT],
  ])('of %s at %s basis points is %s', (amount, basisPoints, fee) => {
    expect(splitOf(amount, basisPoints)).toEqual({ fee, net: amount - fee });
  });
});
