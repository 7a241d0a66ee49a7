import { demandOwn, difference } from './change-of-access.ts';

describe('a change of access', () => {
  it('is what comes and what goes, each once', () => {
    expect(difference(['a', 'b'], ['b', 'c', 'c'])).toEqual({ added: ['c'], removed: ['a'] });
    expect(difference(['a'], ['a'])).toEqual({ added: [], removed: [] });
  });

  it('is refused to who does not have what it changes', () => {
    expect(() => demandOwn(new Set(['a']), ['a', 'a'])).not.toThrow();
    expect(() => demandOwn(new Set(['a']), ['a', 'c', 'b'])).toThrow('forbidden');
  });
});
