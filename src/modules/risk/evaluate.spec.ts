import * as fc from 'fast-check';
import type { Condition } from './condition.ts';
import { evaluate, type Truth, wholeMeters } from './evaluate.ts';
import { type History, NO_HISTORY, SETTLED_AFTER_MS, type Signal } from './history.ts';
import type { Movement, MovementPart } from './movement.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;
const part = (amount: bigint, more: Partial<MovementPart> = {}): MovementPart => ({
  ...{ id: 'x', currency: 'INR', amount, payee: 'bob' },
  ...more,
});
const movement = (more: Partial<Movement> = {}): Movement => ({
  ...{ id: 'm', subject: 'transfer', userId: 'alice', parts: [part(100n)] },
  ...more,
});
const signal = (agoMs: number, more: Partial<Signal> = {}): Signal => ({
  ...{ id: `s${agoMs}`, atMs: NOW - agoMs, subject: 'transfer', parts: [part(100n)] },
  ...more,
});
const after = (...signals: Signal[]): History => ({ ...NO_HISTORY, signals });
const truth = (condition: Condition, history: History | undefined, by: Movement = movement()): Truth =>
  evaluate(condition, { movement: by, atMs: NOW, history, listed: new Set() });

describe('a condition', () => {
  it('counts the movements after the beginning of its window, and the one it looks at', () => {
    const count: Condition = { count: { withinSeconds: 60, atLeast: 2 } };
    expect(truth(count, after(signal(60_000)))).toBe(false);
    expect(truth(count, after(signal(59_999)))).toBe(true);
    expect(truth(count, after(signal(-1)))).toBe(false);
  });

  it('counts and sums exactly what is in the window, whatever happened when', () => {
    const ago = fc.integer({ min: -5_000, max: 20_000 });
    const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(ago, amount), { maxLength: 30 }),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 100 }),
        amount,
        (before, withinSeconds, atLeast, least) => {
          const history = after(...before.map(([agoMs, minor]) => signal(agoMs, { parts: [part(minor)] })));
          const inside = before.filter(([agoMs]) => agoMs >= 0 && agoMs < withinSeconds * 1_000);
          const sum = inside.reduce((total, [, minor]) => total + minor, 100n);
          expect(truth({ count: { withinSeconds, atLeast } }, history)).toBe(inside.length + 1 >= atLeast);
          expect(truth({ sum: { withinSeconds, atLeast: { INR: Number(least) } } }, history)).toBe(sum >= least);
        },
      ),
    );
  });

  it('compares amounts beyond what a fraction could hold', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const by = (amount: bigint) => movement({ parts: [part(amount)] });
    expect(truth({ amount: { atLeast: { INR: most } } }, NO_HISTORY, by(BigInt(most)))).toBe(true);
    expect(truth({ amount: { atLeast: { INR: most } } }, NO_HISTORY, by(BigInt(most) - 1n))).toBe(false);
    expect(truth({ amount: { atLeast: { USD: 1 } } }, NO_HISTORY, by(100n))).toBe(false);
    const halves = movement({ parts: [part(60n), part(40n)] });
    expect(truth({ amount: { atLeast: { INR: 100 } } }, NO_HISTORY, halves)).toBe(true);
    const named = movement({ parts: [part(1n, { currency: 'constructor' })] });
    expect(truth({ amount: { atLeast: { INR: 1 } } }, NO_HISTORY, named)).toBe(false);
  });

  it('takes a payee for known who was paid in the window, and longer ago than a moment', () => {
    const unknown: Condition = { newPayee: { withinSeconds: 3_600 } };
    expect(truth(unknown, NO_HISTORY)).toBe(true);
    expect(truth(unknown, after(signal(SETTLED_AFTER_MS - 1)))).toBe(true);
    expect(truth(unknown, after(signal(SETTLED_AFTER_MS)))).toBe(false);
    expect(truth(unknown, after(signal(HOUR_MS - 1)))).toBe(false);
    expect(truth(unknown, after(signal(HOUR_MS)))).toBe(true);
    expect(truth(unknown, { ...NO_HISTORY, payees: new Map([['bob', NOW - HOUR_MS + 1]]) })).toBe(false);
    const two = movement({ parts: [part(1n), part(1n, { payee: 'carol' })] });
    expect(truth(unknown, after(signal(SETTLED_AFTER_MS)), two)).toBe(true);
  });

  it('does not know the device of who tells none', () => {
    const unknown: Condition = { newDevice: { withinSeconds: 3_600 } };
    const by = movement({ device: 'phone' });
    expect(truth(unknown, NO_HISTORY)).toBeUndefined();
    expect(truth(unknown, after(signal(HOUR_MS - 1, { device: 'phone' })), by)).toBe(false);
    expect(truth(unknown, after(signal(HOUR_MS - 1, { device: 'tablet' })), by)).toBe(true);
  });

  it('compares a speed in whole metres and milliseconds, at its edge', () => {
    const [from, to] = [
      { latitude: 12_971_600, longitude: 77_594_600 },
      { latitude: 13_082_700, longitude: 80_270_700 },
    ];
    const meters = wholeMeters(from, to);
    expect(meters).toBeGreaterThan(280_000n);
    const speed: Condition = { speed: { atLeastKmPerHour: 500, atLeastMeters: 1_000 } };
    const by = movement({ position: to });
    // 500 km/h is 500 metres in 3.6 s: the longest time that is still too fast.
    const longestMs = Number((meters * 3_600n) / 500n);
    expect(truth(speed, after(signal(longestMs, { position: from })), by)).toBe(true);
    expect(truth(speed, after(signal(longestMs + 1, { position: from })), by)).toBe(false);
    expect(
      truth({ speed: { ...speed.speed, atLeastMeters: Number(meters) + 1 } }, after(signal(1, { position: from })), by),
    ).toBe(false);
    expect(truth(speed, after(signal(0, { position: from })), by)).toBe(true);
    expect(truth(speed, NO_HISTORY, by)).toBeUndefined();
    expect(truth(speed, after(signal(1, { position: from })))).toBeUndefined();
  });

  it('knows the night of a zone, over midnight too, from its first minute to its last', () => {
    const at = (time: string, night: { from: string; to: string; utcOffsetMinutes: number }) =>
      evaluate(
        { night },
        { movement: movement(), atMs: Date.parse(`2026-11-21T${time}Z`), history: undefined, listed: new Set() },
      );
    const late = { from: '22:00', to: '06:00', utcOffsetMinutes: 0 };
    const seen = ['21:59:59.999', '22:00:00.000', '23:59:00.000', '00:00:00.000', '05:59:59.999', '06:00:00.000'];
    expect(seen.map((time) => at(time, late))).toEqual([false, true, true, true, true, false]);
    const india = { ...late, utcOffsetMinutes: 330 };
    expect([at('16:29:59.999', india), at('16:30:00.000', india), at('00:30:00.000', india)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('is not known where what it asks for is not, and where that matters', () => {
    const unknown: Condition = { count: { withinSeconds: 60, atLeast: 1 } };
    const [yes, no]: Condition[] = [{ amount: { atLeast: { INR: 1 } } }, { amount: { atLeast: { INR: 101 } } }];
    if (!yes || !no) throw new Error('two conditions');
    const table: [Condition, Truth][] = [
      [unknown, undefined],
      [{ not: unknown }, undefined],
      [{ all: [unknown, no] }, false],
      [{ all: [unknown, yes] }, undefined],
      [{ any: [unknown, yes] }, true],
      [{ any: [unknown, no] }, undefined],
      [{ not: { all: [unknown, no] } }, true],
    ];
    for (const [condition, expected] of table) expect(truth(condition, undefined)).toBe(expected);
  });
});
