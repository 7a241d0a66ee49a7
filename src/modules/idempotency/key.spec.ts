import * as fc from 'fast-check';
import { fingerprintOf, parseKey, principalKeyOf, scopeOf } from './key.ts';

describe('an Idempotency-Key', () => {
  it('is 1 to 255 visible ASCII characters', () => {
    expect(parseKey(undefined)).toBeUndefined();
    expect(parseKey('!~')).toBe('!~');
    expect(parseKey('x'.repeat(255))).toHaveLength(255);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'é', '\u007f', ['a'], 7])('is not %p', (sent) => {
    expect(() => parseKey(sent)).toThrow('idempotency_key_invalid');
  });

  it('has another scope for another caller, route or key, wherever one ends and the next begins', () => {
    const parts = fc.tuple(fc.string(), fc.string(), fc.string());
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = one.every((part, n) => part === other[n]);
        expect(scopeOf(...one) === scopeOf(...other)).toBe(same);
      }),
    );
    expect(scopeOf('a', 'b', 'c')).not.toBe(scopeOf('ab', '', 'c'));
    expect(principalKeyOf('a', 'bc')).not.toBe(principalKeyOf('ab', 'c'));
  });

  it('has a fingerprint that does not mind the order of members, and minds everything else', () => {
    const base = { params: { id: '1' }, query: {}, body: { a: 1, b: [1, 2], c: { d: null, e: 'x' } } };
    const turned = { body: { c: { e: 'x', d: null }, b: [1, 2], a: 1 }, query: {}, params: { id: '1' } };
    expect(fingerprintOf(turned)).toBe(fingerprintOf(base));
    const others = [
      { ...base, params: { id: '2' } },
      { ...base, query: { dryRun: 'true' } },
      { ...base, body: { ...base.body, b: [2, 1] } },
      { ...base, body: { ...base.body, a: '1' } },
      { ...base, body: undefined },
    ];
    for (const other of others) expect(fingerprintOf(other)).not.toBe(fingerprintOf(base));
  });
});
