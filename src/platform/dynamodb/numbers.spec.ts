import { bigintFrom } from './numbers.ts';

describe('bigintFrom', () => {
  it('takes whole numbers of either kind', () => {
    expect(bigintFrom(7)).toBe(7n);
    expect(bigintFrom(2n ** 60n)).toBe(2n ** 60n);
  });

  it.each([1.5, 2 ** 53, NaN, '7', null, undefined])('throws on %p', (value) => {
    expect(() => bigintFrom(value)).toThrow(TypeError);
  });
});
