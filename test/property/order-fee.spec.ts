import fc from 'fast-check';
import { MAX_AMOUNT } from '../../src/ledger/core/index.ts';
import { splitOf } from '../../src/modules/orders/platform-fee.ts';

describe('the platform fee', () => {
  it('and the net always add up, are never negative, and are off by at most half a unit', () => {
    const amounts = fc.bigInt({ min: 1n, max: MAX_AMOUNT });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (amount, basisPoints) => {
        const { net, fee } = splitOf(amount, basisPoints);
        const errorTimes10000 = fee * 10_000n - amount * BigInt(basisPoints);
        expect(net + fee).toBe(amount);
        expect(net >= 0n && fee >= 0n).toBe(true);
        expect(errorTimes10000 > -5_000n && errorTimes10000 <= 5_000n).toBe(true);
      }),
    );
  });
});
