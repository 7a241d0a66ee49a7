import { decimalAmount } from './decimal-amount.ts';

describe('an amount as a decimal', () => {
  it.each([
    [0n, 2, '0.00'],
    [5n, 2, '0.05'],
    [-5n, 2, '-0.05'],
    [1250n, 2, '12.50'],
    [-1250n, 2, '-12.50'],
    [1250n, 0, '1250'],
    [-7n, 0, '-7'],
    [1n, 3, '0.001'],
    [4_000_000_000_000_000_000n, 2, '40000000000000000.00'],
  ])('of %p minor units of scale %p is %s', (minorUnits, scale, decimal) => {
    expect(decimalAmount(minorUnits, scale)).toBe(decimal);
  });
});
