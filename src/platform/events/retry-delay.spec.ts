import { retryDelayMs } from './retry-delay.ts';

describe('the delay before another delivery', () => {
  it('doubles, up to ten minutes', () => {
    const longest = (attempt: number): number => retryDelayMs(attempt, () => 1);
    expect([1, 2, 3, 4].map(longest)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(longest(50)).toBe(600_000);
  });

  it('is never less than half of that', () => {
    expect(retryDelayMs(3, () => 0)).toBe(2_000);
  });
});
