import { ShortMemory } from './short-memory.ts';

describe('short memory', () => {
  it('asks once for as long as what it knows is good', async () => {
    let lifeMs = 60_000;
    const memory = new ShortMemory<number>(2, () => lifeMs);
    let loads = 0;
    const ask = (): Promise<number> => memory.through('a', () => Promise.resolve((loads += 1)));
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect([await ask(), memory.get('a')]).toEqual([1, 1]);
    lifeMs = 0;
    expect(memory.get('a')).toBeUndefined();
    expect(await ask()).toBe(2);
  });

  it('does not keep what was being loaded when it was forgotten', async () => {
    const memory = new ShortMemory<string>(2, () => 60_000);
    const { promise, resolve } = Promise.withResolvers<string>();
    const old = memory.through('a', () => promise);
    memory.forget('a');
    const young = memory.through('a', () => Promise.resolve('new'));
    resolve('old');
    expect([await old, await young, memory.get('a')]).toEqual(['old', 'new', 'new']);
  });

  it('keeps nothing of a load that failed', async () => {
    const memory = new ShortMemory<string>(2, () => 60_000);
    await expect(memory.through('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await memory.through('a', () => Promise.resolve('here'))).toBe('here');
  });

  it('keeps the most recently used', async () => {
    const memory = new ShortMemory<string>(2, () => 60_000);
    for (const key of ['a', 'b']) await memory.through(key, () => Promise.resolve(key));
    memory.get('a');
    await memory.through('c', () => Promise.resolve('c'));
    expect(['a', 'b', 'c'].map((key) => memory.get(key))).toEqual(['a', undefined, 'c']);
    expect(memory.size).toBe(2);
    memory.forgetAll();
    expect(memory.size).toBe(0);
  });
});
