import { expectedVersion } from './if-match.ts';

describe('If-Match', () => {
  it.each([
    ['"3"', 3n],
    ['3', 3n],
    ['W/"12"', 12n],
    [' "0" ', 0n],
  ])('%p names version %p', (header, version) => {
    expect(expectedVersion(header)).toBe(version);
  });

  it.each([undefined, '*'])('%p names no version', (header) => {
    expect(expectedVersion(header)).toBeUndefined();
  });

  it.each(['', 'abc', '"1", "2"', '-1', '1.5'])('%p is no version of ours', (header) => {
    expect(() => expectedVersion(header)).toThrow('stale_version');
  });
});
