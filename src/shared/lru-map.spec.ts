import { LruMap } from './lru-map.ts';

const filled = (capacity: number, ...keys: string[]): LruMap<string, string> => {
  const map = new LruMap<string, string>(capacity);
  for (const key of keys) map.set(key, key);
  return map;
};
const keptBy = (map: LruMap<string, string>, ...keys: string[]) => keys.filter((key) => map.get(key) !== undefined);

describe('a map of the most recently used', () => {
  it('lets the least recently used one go', () => {
    const map = filled(2, 'a', 'b');
    map.get('a');
    map.set('c', 'c');
    expect(keptBy(map, 'a', 'b', 'c')).toEqual(['a', 'c']);
    expect(map.size).toBe(2);
  });

  it('takes a value that is set again as used, and not as one more', () => {
    const map = filled(2, 'a', 'b', 'a', 'c');
    expect(keptBy(map, 'a', 'b', 'c')).toEqual(['a', 'c']);
  });

  it('forgets one, and all', () => {
    const map = filled(3, 'a', 'b', 'c');
    map.delete('a');
    expect(keptBy(map, 'a', 'b', 'c')).toEqual(['b', 'c']);
    map.clear();
    expect(map.size).toBe(0);
  });
});
