import { NamedBooks, NOON, pay, reverse } from '../../../test/support/named-books.ts';

describe('a reversal', () => {
  let named: NamedBooks;
  beforeEach(() => {
    named = new NamedBooks().openAll();
    expect(named.say(NOON, pay('alice', 'bob', 50n, { id: 'x' }), pay('alice', 'bob', 5n, { id: 'y' }))).toEqual([
      ...['posted', 'posted'],
    ]);
  });

  it('sends a transfer back in parts, never beyond it', () => {
    expect(
      named.say(
        NOON,
        ...[reverse('r1', 'x', { amount: 20n }), reverse('r2', 'x', { amount: 31n }), reverse('r3', 'x')],
        ...[reverse('r4', 'x'), reverse('r5', 'y', { amount: 5n }), reverse('r6', 'y', { amount: 1n })],
      ),
    ).toEqual([
      ...['posted', 'reversal_exceeds_transfer', 'posted'],
      ...['reversal_exceeds_transfer', 'posted', 'reversal_exceeds_transfer'],
    ]);
    expect([named.has('alice'), named.has('bob')]).toEqual([100n, 0n]);
  });

  it('is refused for the first reason that applies', () => {
    expect(
      named.say(NOON, reverse('all', 'y'), pay('bob', 'alice', 1n, { reference: 'taken', kind: 'transfer' })),
    ).toEqual([...['posted', 'posted']]);
    expect(
      named.say(
        NOON,
        reverse('r1', 'z', { amount: 0n }),
        reverse('r2', 'all', { amount: 0n }),
        reverse('r3', 'y', { amount: 0n }),
        reverse('r4', 'x', { amount: 51n }),
        reverse('r5', 'x', { amount: 0n }),
        reverse('r6', 'x', { amount: 50n }),
        reverse('r7', 'x', { amount: 1n, kind: 'transfer', reference: 'taken' }),
        reverse('r8', 'x', { amount: 1n, reference: 'taken' }),
      ),
    ).toEqual([
      ...['transfer_not_found', 'transfer_is_reversal', 'reversal_exceeds_transfer', 'reversal_exceeds_transfer'],
      ...['amount_invalid', 'insufficient_funds', 'reference_taken', 'posted'],
    ]);
  });

  it('is done once under its id', () => {
    expect(named.say(NOON, reverse('r', 'x'), reverse('r', 'x'), reverse('r', 'y'))).toEqual([
      ...['posted', 'exists', 'exists_with_different_content'],
    ]);
    expect(named.has('bob')).toBe(5n);
  });

  it('goes the way back of what was allowed, without a template of its own', () => {
    named.topUp('bob', 10n);
    const topUp = pay('clearing', 'carol', 7n, { kind: 'card-top-up' });
    expect(named.say(NOON, topUp, reverse('r', topUp.id))).toEqual(['posted', 'posted']);
    expect([named.has('carol'), named.has('clearing')]).toEqual([0n, 110n]);
  });

  it('leaves transfers alone that it is not of', () => {
    expect(named.say(NOON, reverse('r1', 'y', { amount: 5n }), reverse('r2', 'x', { amount: 50n }))).toEqual([
      ...['posted', 'posted'],
    ]);
  });
});
