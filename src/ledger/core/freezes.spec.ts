import { freeze, hold, NamedBooks, NOON, pay, reverse, unfreeze } from '../../../test/support/named-books.ts';

describe('a freeze', () => {
  let named: NamedBooks;
  beforeEach(() => {
    named = new NamedBooks().openAll();
  });

  it('is refused for the first reason that applies', () => {
    named.open('shut', 'wallet', { status: 'closed' });
    expect(
      named.say(
        NOON,
        freeze('f', 0n, { account: 'nobody' }),
        freeze('f', -1n),
        freeze('f', 101n, { account: 'nobody' }),
        freeze('f', undefined, { account: 'nobody' }),
        freeze('f', 101n, { account: 'clearing' }),
        freeze('f', undefined, { account: 'clearing' }),
        freeze('f', 101n, { account: 'shut' }),
        freeze('f', undefined, { account: 'shut' }),
        freeze('f', 101n),
        freeze('f', 100n),
      ),
    ).toEqual([
      ...['amount_invalid', 'amount_invalid', 'debit_account_not_found', 'debit_account_not_found'],
      ...['account_not_freezable', 'account_not_freezable', 'account_closed', 'account_closed'],
      ...['insufficient_funds', 'posted'],
    ]);
  });

  it('of an amount keeps it from being spent, held and frozen again', () => {
    expect(named.say(NOON, hold('h', 30n), freeze('f1', 40n), freeze('f2', 31n), freeze('f3', 30n))).toEqual([
      ...['posted', 'posted', 'insufficient_funds', 'posted'],
    ]);
    expect([named.state('alice').frozen, named.maySpend('alice'), named.state('alice').status]).toEqual([
      ...[70n, 0n, 'open'],
    ]);
    expect(named.say(NOON, pay('alice', 'bob', 1n), hold('h2', 1n))).toEqual([
      'insufficient_funds',
      'insufficient_funds',
    ]);
  });

  it('of what is without limit is never too much', () => {
    expect(named.say(NOON, freeze('f', 5n, { account: 'adjustments' }))).toEqual(['posted']);
    expect([named.state('adjustments').frozen, named.maySpend('adjustments')]).toEqual([5n, null]);
  });

  it('of all of an account stops what it pays, and lets it receive', () => {
    const topUp = pay('clearing', 'alice', 1n, { kind: 'card-top-up' });
    expect(named.say(NOON, freeze('f'), pay('alice', 'bob', 1n), hold('h', 1n), topUp, reverse('r', topUp.id))).toEqual(
      [...['posted', 'account_frozen', 'account_frozen', 'posted', 'account_frozen']],
    );
    expect([named.state('alice').status, named.state('alice').frozen]).toEqual(['frozen', 0n]);
  });

  it('may come on top of another, also of the whole account', () => {
    expect(named.say(NOON, freeze('f1'), freeze('f2'), freeze('f3', 10n))).toEqual(['posted', 'posted', 'posted']);
    expect([named.state('alice').status, named.state('alice').frozen]).toEqual(['frozen', 10n]);
  });

  it('is known again by its id, account, amount and reason', () => {
    const [first, why] = [{ initiatorId: 'ann' }, { description: 'fraud' }];
    expect(
      named.say(
        NOON,
        freeze('f', 10n, { ...why, ...first }),
        freeze('f', 10n, why),
        freeze('f', 11n, why),
        freeze('f', undefined, why),
        freeze('f', 10n),
        freeze('f', 10n, { ...why, account: 'bob' }),
      ),
    ).toEqual(['posted', 'exists', ...Array<string>(4).fill('exists_with_different_content')]);
    expect(named.state('alice').frozen).toBe(10n);
  });
});

describe('an unfreeze', () => {
  let named: NamedBooks;
  beforeEach(() => {
    named = new NamedBooks().openAll();
  });

  it('is refused for the first reason that applies', () => {
    expect(named.say(NOON, freeze('part', 50n), freeze('gone', 10n), unfreeze('gone'), freeze('all'))).toEqual([
      ...['posted', 'posted', 'posted', 'posted'],
    ]);
    expect(
      named.say(
        NOON,
        unfreeze('nothing', 0n),
        unfreeze('gone', 0n),
        unfreeze('all', 1n),
        unfreeze('part', 0n),
        unfreeze('part', -1n),
        unfreeze('part', 51n),
      ),
    ).toEqual([
      ...['freeze_not_found', 'freeze_released', 'amount_invalid', 'amount_invalid', 'amount_invalid'],
      'release_exceeds_freeze',
    ]);
    expect([named.state('alice').frozen, named.state('alice').status]).toEqual([50n, 'frozen']);
  });

  it('releases a part, then the rest, and then nothing more', () => {
    expect(named.say(NOON, freeze('f', 50n), freeze('other', 5n), unfreeze('f', 20n))).toEqual([
      ...['posted', 'posted', 'posted'],
    ]);
    expect(named.state('alice').frozen).toBe(35n);
    expect(named.say(NOON, unfreeze('f', 31n), unfreeze('f'), unfreeze('f'))).toEqual([
      ...['release_exceeds_freeze', 'posted', 'freeze_released'],
    ]);
    expect(named.state('alice').frozen).toBe(5n);
  });

  it('of the very rest is the end of the freeze', () => {
    expect(named.say(NOON, freeze('f', 50n), unfreeze('f', 49n), unfreeze('f', 1n), unfreeze('f', 1n))).toEqual([
      ...['posted', 'posted', 'posted', 'freeze_released'],
    ]);
    expect(named.state('alice').frozen).toBe(0n);
  });

  it('opens the account when it releases the last freeze of all of it', () => {
    expect(
      named.say(NOON, freeze('a'), freeze('b'), freeze('c', 1n), freeze('of bob', undefined, { account: 'bob' })),
    ).toEqual(['posted', 'posted', 'posted', 'posted']);
    expect(named.say(NOON, unfreeze('a'), unfreeze('a'))).toEqual(['posted', 'freeze_released']);
    expect(named.state('alice').status).toBe('frozen');
    expect(named.say(NOON, unfreeze('b'))).toEqual(['posted']);
    expect([named.state('alice').status, named.state('bob').status]).toEqual(['open', 'frozen']);
  });

  it('of an amount leaves the account frozen', () => {
    expect(named.say(NOON, freeze('a'), freeze('c', 1n), unfreeze('c'))).toEqual(['posted', 'posted', 'posted']);
    expect(named.state('alice').status).toBe('frozen');
  });

  it('leaves what it was of known', () => {
    expect(
      named.say(NOON, freeze('a'), freeze('b', 5n), unfreeze('a'), unfreeze('b'), freeze('a'), freeze('b', 5n)),
    ).toEqual([...['posted', 'posted', 'posted', 'posted', 'exists', 'exists']]);
    expect([named.state('alice').status, named.state('alice').frozen]).toEqual(['open', 0n]);
  });

  it('does not open what was closed meanwhile', () => {
    expect(named.say(NOON, freeze('a'))).toEqual(['posted']);
    named.books.setStatus('alice', 'closed');
    expect(named.say(NOON, unfreeze('a'))).toEqual(['posted']);
    expect(named.state('alice').status).toBe('closed');
  });
});
