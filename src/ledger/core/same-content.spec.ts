import { capture, freeze, hold, NOON, ONE, pay, reverse } from '../../../test/support/named-books.ts';
import type { LedgerCommand } from './command.ts';
import { isSameFreeze, isSameHold, isSameTransfer } from './same-content.ts';
import type { PostedTransfer } from './state.ts';

const WRITTEN = { debit: 'alice', credit: 'bob', amount: 10n, asset: 'INR', effectiveAt: NOON };

describe('a transfer under a used id', () => {
  const first = pay('alice', 'bob', 10n, { reference: 'r', description: 'd', metadata: { a: 1, b: [1, { c: 2 }] } });
  const earlier: PostedTransfer = { ...WRITTEN, command: first };

  it('is the same, whoever asks and in whatever batch', () => {
    expect(isSameTransfer(earlier, { ...first, initiatorId: 'eve', link: 'l', owner: 'ann' })).toBe(true);
    expect(isSameTransfer(earlier, { ...first, effectiveAt: new Date(NOON) })).toBe(true);
  });

  it('is the same in whatever order its metadata is written', () => {
    expect(isSameTransfer(earlier, { ...first, metadata: { b: [1, { c: 2 }], a: 1 } })).toBe(true);
  });

  it.each([
    ['kind', { kind: 'other' }],
    ['debit', { debit: 'carol' }],
    ['credit', { credit: 'carol' }],
    ['amount', { amount: 11n }],
    ['asset', { asset: 'USD' }],
    ['effective time', { effectiveAt: ONE }],
    ['reference', { reference: 's' }],
    ['lack of a reference', { reference: undefined }],
    ['description', { description: 'e' }],
    ['lack of a description', { description: undefined }],
    ['metadata', { metadata: { a: 1, b: [1, { c: 3 }] } }],
    ['order within a list', { metadata: { a: 1, b: [{ c: 2 }, 1] } }],
    ['list where an object was', { metadata: { a: 1, b: { 0: 1, 1: { c: 2 } } } }],
    ['lack of metadata', { metadata: undefined }],
    ['null', { metadata: { a: null, b: [1, { c: 2 }] } }],
  ])('is another by its %s', (_, change) => {
    expect(isSameTransfer(earlier, { ...first, ...change })).toBe(false);
  });

  it('that was a capture or a reversal leaves out what follows from what it is of', () => {
    const part = { ...WRITTEN, command: capture('c', 'h', { amount: 10n }) };
    expect(isSameTransfer(part, capture('c', 'h'))).toBe(true);
    expect(isSameTransfer(part, capture('c', 'h', { credit: 'bob', final: false }))).toBe(true);
    expect(isSameTransfer(part, capture('c', 'h', { credit: 'carol' }))).toBe(false);
    expect(isSameTransfer(part, capture('c', 'other'))).toBe(false);
    const back = { ...WRITTEN, command: reverse('r', 'x', { amount: 10n }) };
    expect(isSameTransfer(back, reverse('r', 'x'))).toBe(true);
    expect(isSameTransfer(back, reverse('r', 'x', { amount: 9n }))).toBe(false);
    expect(isSameTransfer(back, reverse('r', 'other'))).toBe(false);
  });

  it.each<[string, LedgerCommand & PostedTransfer['command'], LedgerCommand & PostedTransfer['command']]>([
    ['a capture', capture('x', 'h'), pay('alice', 'bob', 10n, { id: 'x', kind: 'capture' })],
    ['a reversal', reverse('x', 'h'), pay('alice', 'bob', 10n, { id: 'x', kind: 'reversal' })],
    ['a reversal and not a capture', reverse('x', 'h', { kind: 'k' }), capture('x', 'h', { kind: 'k' })],
  ])('is another where it was %s', (_, was, asked) => {
    expect(isSameTransfer({ ...WRITTEN, command: was }, asked)).toBe(false);
    expect(isSameTransfer({ ...WRITTEN, command: asked }, was)).toBe(false);
  });
});

describe('a hold under a used id', () => {
  const earlier = hold('h', 10n, { reference: 'r' });

  it('is the same, whenever it ends', () => {
    expect(isSameHold(earlier, { ...earlier, expiresAt: NOON, owner: 'ann' })).toBe(true);
  });

  it.each([
    ['kind', { kind: 'treat' }],
    ['debit', { debit: 'carol' }],
    ['credit', { credit: 'carol' }],
    ['lack of a target', { credit: undefined }],
    ['amount', { amount: 11n }],
    ['asset', { asset: 'USD' }],
    ['reference', { reference: 's' }],
  ])('is another by its %s', (_, change) => {
    expect(isSameHold(earlier, { ...earlier, ...change })).toBe(false);
  });
});

describe('a freeze under a used id', () => {
  const earlier = freeze('f', 10n, { description: 'fraud' });

  it('is the same, whoever asks', () => {
    expect(isSameFreeze(earlier, { ...earlier, initiatorId: 'eve', link: 'l' })).toBe(true);
  });

  it.each([
    ['account', { account: 'bob' }],
    ['amount', { amount: 11n }],
    ['lack of an amount', { amount: undefined }],
    ['reason', { description: 'a court' }],
  ])('is another by its %s', (_, change) => {
    expect(isSameFreeze(earlier, { ...earlier, ...change })).toBe(false);
  });
});
