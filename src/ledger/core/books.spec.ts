import {
  capture,
  freeze,
  hold,
  NamedBooks,
  NOON,
  ONE,
  pay,
  release,
  unfreeze,
} from '../../../test/support/named-books.ts';

// Scenarios that a bookkeeper can read: accounts by name, one command a line, and what each is answered.
describe('the books', () => {
  let named: NamedBooks;
  beforeEach(() => {
    named = new NamedBooks().openAll();
  });
  afterEach(() => {
    const { accounts, entries } = named.books;
    expect(accounts.reduce((sum, { posted }) => sum + posted, 0n)).toBe(0n);
    expect(entries.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
  });

  it('raise what we own by a debit and what we owe by a credit', () => {
    expect([named.has('clearing'), named.has('alice')]).toEqual([100n, 100n]);
  });

  it('let spend to the last unit and not beyond', () => {
    expect(named.say(NOON, pay('alice', 'bob', 101n), pay('alice', 'bob', 100n), pay('alice', 'bob', 1n))).toEqual([
      ...['insufficient_funds', 'posted', 'insufficient_funds'],
    ]);
  });

  it('do the same id once, and refuse it for anything else', () => {
    const same = { id: 'x' };
    expect(
      named.say(NOON, pay('alice', 'bob', 10n, same), pay('alice', 'bob', 10n, same), pay('alice', 'bob', 11n, same)),
    ).toEqual([...['posted', 'exists', 'exists_with_different_content']]);
    expect(named.has('bob')).toBe(10n);
  });

  it('answer a repetition before anything else, for transfers, holds and freezes alike', () => {
    const commands = [pay('alice', 'bob', 50n), hold('h', 30n), freeze('f', 20n), capture('c', 'h')];
    expect(named.say(NOON, ...commands)).toEqual(['posted', 'posted', 'posted', 'posted']);
    named.books.setStatus('alice', 'closed');
    expect(named.say(ONE, ...commands)).toEqual(['exists', 'exists', 'exists', 'exists']);
    expect(named.say(ONE, hold('h', 31n), freeze('f', 21n), capture('c', 'h', { amount: 29n }))).toEqual([
      ...['exists_with_different_content', 'exists_with_different_content', 'exists_with_different_content'],
    ]);
  });

  it('keep the ids of transfers, holds and freezes apart', () => {
    expect(named.say(NOON, pay('alice', 'bob', 1n, { id: 'x' }), hold('x', 1n), freeze('x', 1n))).toEqual([
      ...['posted', 'posted', 'posted'],
    ]);
  });

  it('do a linked set as a whole, or name the culprit and do nothing', () => {
    const link = 'set';
    expect(
      named.say(
        NOON,
        pay('alice', 'bob', 60n, { link }),
        freeze('f', 1n, { link }),
        pay('alice', 'carol', 60n, { link }),
      ),
    ).toEqual(['linked_refused', 'linked_refused', 'insufficient_funds']);
    expect([named.has('alice'), named.state('alice').frozen]).toEqual([100n, 0n]);
    expect(named.say(NOON, pay('alice', 'bob', 60n, { link }), pay('bob', 'carol', 60n, { link }))).toEqual([
      ...['posted', 'posted'],
    ]);
    expect([named.has('alice'), named.has('bob'), named.has('carol')]).toEqual([40n, 0n, 60n]);
  });

  it('know a linked set again as a whole, and refuse a mixture of old and new', () => {
    const link = 'set';
    const set = [pay('alice', 'bob', 6n, { link }), freeze('f', 1n, { link }), hold('h', 1n, { link })];
    expect(named.say(NOON, ...set)).toEqual(['posted', 'posted', 'posted']);
    expect(named.say(NOON, ...set)).toEqual(['exists', 'exists', 'exists']);
    expect(named.say(NOON, ...set, pay('alice', 'bob', 1n, { link }))).toEqual([
      ...['linked_refused', 'linked_refused', 'linked_refused', 'exists_with_different_content'],
    ]);
    expect(named.say(NOON, pay('alice', 'bob', 1n, { link }), ...set)).toEqual([
      ...['linked_refused', 'exists_with_different_content', 'linked_refused', 'linked_refused'],
    ]);
    expect(named.has('bob')).toBe(6n);
  });

  it('undo all that a refused set did, of every kind', () => {
    const link = 'set';
    expect(named.say(NOON, hold('kept', 10n), freeze('stays', 10n), freeze('all'), unfreeze('all'))).toEqual([
      ...['posted', 'posted', 'posted', 'posted'],
    ]);
    const before = structuredClone(named.books);
    const set = [
      ...[pay('alice', 'bob', 1n), hold('h', 1n), capture('c', 'kept'), release('h'), freeze('f', 1n)],
      ...[unfreeze('stays', 1n), freeze('whole'), pay('nobody', 'bob', 1n)],
    ];
    expect(named.say(NOON, ...set.map((command) => ({ ...command, link })))).toEqual([
      ...Array<string>(7).fill('linked_refused'),
      'debit_account_not_found',
    ]);
    expect({ ...structuredClone(named.books) }).toEqual({ ...before });
  });

  it('decide neighbours one by one, each on what the ones before it left', () => {
    expect(
      named.say(
        NOON,
        pay('bob', 'carol', 1n),
        pay('alice', 'bob', 1n),
        pay('bob', 'carol', 1n),
        pay('bob', 'alice', 1n),
      ),
    ).toEqual(['insufficient_funds', 'posted', 'posted', 'insufficient_funds']);
  });

  it('let go of what is past its time before they decide', () => {
    expect(named.say(NOON, hold('h', 100n), pay('alice', 'bob', 1n))).toEqual(['posted', 'insufficient_funds']);
    expect(named.say(ONE, pay('alice', 'bob', 100n))).toEqual(['posted']);
    expect(named.books.holdStatus('h')).toBe('expired');
  });

  it('go on apart from their copy', () => {
    const copy = named.books.copy();
    expect(named.say(NOON, pay('alice', 'bob', 40n))).toEqual(['posted']);
    expect([copy.account('alice')?.posted, copy.entries.length]).toEqual([100n, 2]);
    expect(copy.post([pay('alice', 'carol', 100n)], NOON)).toEqual([{ outcome: 'posted' }]);
    expect([named.has('carol'), named.books.entries.length]).toEqual([0n, 4]);
  });

  it('list their accounts', () => {
    expect(named.books.accounts.map(({ id }) => id)).toEqual([
      ...['alice', 'bob', 'carol', 'dollars', 'clearing', 'bar', 'fee', 'adjustments'],
    ]);
  });

  it('say nothing of what they do not have', () => {
    expect([named.books.account('nobody'), named.books.holdStatus('nothing')]).toEqual([undefined, undefined]);
    expect(named.books.post([], NOON)).toEqual([]);
    named.books.setStatus('nobody', 'closed');
    expect(named.books.account('nobody')).toBeUndefined();
  });
});
