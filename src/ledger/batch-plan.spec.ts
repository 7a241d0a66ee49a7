import { keysOf, planBatches, type Planned } from './batch-plan.ts';

const LIMITS = { batch: 4, another: 2 };
const NOBODY = new Set<string>();

/** An item named by its keys, of one command unless said. */
function item(keys: string, size = 1, scope?: string): Planned {
  return { size, scope, keys: [...keys, ...(scope === undefined ? [] : [scope])], passedOver: 0 };
}

function plan(waiting: readonly Planned[], free = 2, busy: ReadonlySet<string> = NOBODY): Record<string, string[]> {
  const { batches, held } = planBatches(waiting, free, busy, LIMITS);
  const named = (items: readonly Planned[]): string[] => items.map(({ keys }) => keys.join(''));
  return { first: named(batches[0] ?? []), second: named(batches[1] ?? []), held: named(held) };
}

describe('a plan of batches', () => {
  it('deals strangers evenly, in the order they came', () => {
    expect(plan([item('ab'), item('cd'), item('ef'), item('gh')])).toEqual({
      first: ['ab', 'ef'],
      second: ['cd', 'gh'],
      held: [],
    });
  });

  it('makes one batch of a few', () => {
    expect(plan([item('ab'), item('cd'), item('ef')])).toEqual({ first: ['ab', 'cd', 'ef'], second: [], held: [] });
  });

  it('makes one batch when one place is free, and none when none is', () => {
    const four = [item('ab'), item('cd'), item('ef'), item('gh')];
    expect(plan(four, 1)).toEqual({ first: ['ab', 'cd', 'ef', 'gh'], second: [], held: [] });
    expect(plan(four, 0)).toEqual({ first: [], second: [], held: ['ab', 'cd', 'ef', 'gh'] });
  });

  it('keeps everybody who shares an account together', () => {
    expect(plan([item('hx'), item('ab'), item('hy'), item('hz')])).toEqual({
      first: ['hx', 'hy', 'hz'],
      second: ['ab'],
      held: [],
    });
  });

  it('keeps those together who share two accounts', () => {
    expect(plan([item('hw'), item('ab'), item('wh'), item('cd')])).toMatchObject({ first: ['hw', 'wh'], held: [] });
  });

  it('makes no empty batch when everybody shares an account', () => {
    const waiting = ['ha', 'hb', 'hc', 'hd'].map((keys) => item(keys));
    expect(planBatches(waiting, 2, NOBODY, LIMITS)).toEqual({ batches: [waiting], held: [] });
  });

  it('joins through accounts that came along', () => {
    expect(plan([item('ab'), item('cd'), item('be'), item('ef')])).toMatchObject({ first: ['ab', 'be', 'ef'] });
  });

  it('holds who shares accounts with both batches', () => {
    expect(plan([item('ab'), item('cd'), item('bc'), item('ef')])).toEqual({
      first: ['ab', 'ef'],
      second: ['cd'],
      held: ['bc'],
    });
  });

  it('holds who shares an account with a batch in flight', () => {
    const waiting = [item('ab'), item('cd'), item('ef')];
    expect(plan(waiting, 1, new Set(['d']))).toEqual({ first: ['ab', 'ef'], second: [], held: ['cd'] });
    expect(plan(waiting, 1, new Set(['a', 'c', 'e']))).toEqual({ first: [], second: [], held: ['ab', 'cd', 'ef'] });
  });

  it('lets others overtake who is held, but not for ever', () => {
    const patient = item('ab');
    const waiting = [patient, item('bc'), item('de')];
    expect(plan(waiting, 1, new Set(['a']))).toEqual({ first: ['bc', 'de'], second: [], held: ['ab'] });
    patient.passedOver = 3;
    expect(plan(waiting, 1, new Set(['a']))).toMatchObject({ first: ['bc', 'de'] });
    patient.passedOver = 4;
    expect(plan(waiting, 1, new Set(['a']))).toEqual({ first: ['de'], second: [], held: ['ab', 'bc'] });
  });

  it('holds a claim that is in the plan, whichever batch it is in', () => {
    expect(plan([item('ab', 1, 'S'), item('cd', 1, 'S'), item('ab', 1, 'S'), item('ef')])).toEqual({
      first: ['abS'],
      second: ['ef'],
      held: ['cdS', 'abS'],
    });
  });

  it('holds what does not fit, and lets smaller ones pass', () => {
    expect(plan([item('ab', 3), item('cd', 2), item('ef', 1)], 1)).toEqual({
      first: ['ab', 'ef'],
      second: [],
      held: ['cd'],
    });
  });

  it('fills a batch to its limit and no further', () => {
    expect(plan([item('ab', 3), item('cd', 1), item('ef', 1)], 1)).toMatchObject({ first: ['ab', 'cd'], held: ['ef'] });
  });

  it('gives an item that is larger than a batch one of its own', () => {
    expect(plan([item('ab', 9), item('cd', 1)], 1)).toEqual({ first: ['ab'], second: [], held: ['cd'] });
  });
});

describe('the keys of an item', () => {
  const common = { kind: 'k', amount: 1n, asset: 'INR' } as const;

  it('are its scope and the accounts that it names, each once', () => {
    const transfer = { op: 'transfer', id: '1', debit: 'a', credit: 'b', ...common } as const;
    expect(keysOf({ commands: [transfer, { ...transfer, id: '2', debit: 'b', credit: 'c' }] })).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(keysOf({ claim: { scope: 'S', fingerprint: 'f' }, commands: [transfer] })).toEqual(['S', 'a', 'b']);
  });

  it('leave out what only the database knows', () => {
    expect(
      keysOf({
        commands: [
          { op: 'hold', id: '1', debit: 'a', expiresAt: new Date(0), ...common },
          { op: 'capture', id: '2', kind: 'k', hold: 'h' },
          { op: 'capture', id: '3', kind: 'k', hold: 'h', credit: 'c' },
          { op: 'void', hold: 'h' },
          { op: 'reversal', id: '4', kind: 'k', reverses: 't' },
          { op: 'freeze', id: '5', kind: 'freeze', account: 'f' },
          { op: 'unfreeze', freeze: '5' },
        ],
      }),
    ).toEqual(['a', 'c', 'f']);
  });

  it('leave out a target that is named and is nobody', () => {
    const hold = { op: 'hold', id: '1', debit: 'a', credit: undefined, expiresAt: new Date(0), ...common } as const;
    expect(keysOf({ commands: [hold] })).toEqual(['a']);
  });
});
