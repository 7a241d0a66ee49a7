import { freeze, hold, MORNING, NamedBooks, NOON, ONE, pay, reverse } from '../../../test/support/named-books.ts';
import { MAX_AMOUNT } from './command.ts';

const UNLIMITED = 4_000_000_000_000_000_000n;

describe('a transfer', () => {
  let named: NamedBooks;
  beforeEach(() => {
    named = new NamedBooks().openAll();
  });

  it('is refused for the first reason that applies', () => {
    named.open('shut');
    named.books.setStatus('shut', 'closed');
    named.open('stuck');
    named.books.setStatus('stuck', 'frozen');
    named.open('young', 'wallet', { createdAt: NOON });
    named.open('rich', 'wallet', { posted: MAX_AMOUNT, asset: 'INR' });
    named.books.closeThrough(MORNING);
    expect(named.say(NOON, pay('alice', 'bob', 1n, { reference: 'taken' }))).toEqual(['posted']);
    const [early, seven] = [{ effectiveAt: MORNING }, { effectiveAt: new Date(MORNING.getTime() - 1) }];
    const reference = 'taken';
    expect(
      named.say(
        NOON,
        pay('nobody', 'nothing', 0n, { effectiveAt: ONE }),
        pay('nobody', 'nothing', 0n, seven),
        pay('nobody', 'nothing', 0n),
        pay('nobody', 'nothing', 1n),
        pay('clearing', 'nothing', 1n),
        pay('clearing', 'clearing', 1n, { asset: 'USD' }),
        pay('clearing', 'shut', 1n, { asset: 'USD' }),
        pay('clearing', 'shut', 1n),
        pay('stuck', 'shut', 1n),
        pay('stuck', 'rich', 1n),
        pay('bob', 'rich', 2n, early),
        pay('alice', 'rich', 1n, { ...early, reference }),
        pay('alice', 'young', 1n, { ...early, reference }),
        pay('alice', 'bob', 1n, { ...early, reference }),
        pay('alice', 'bob', 1n, early),
      ),
    ).toEqual([
      ...['effective_at_in_future', 'effective_at_in_closed_day', 'amount_invalid'],
      ...['debit_account_not_found', 'credit_account_not_found', 'same_account', 'asset_mismatch'],
      ...['posting_not_allowed', 'account_closed', 'account_frozen', 'insufficient_funds', 'balance_limit_exceeded'],
      ...['effective_at_too_early', 'reference_taken', 'posted'],
    ]);
  });

  it('is of the asset of both accounts', () => {
    named.open('more dollars', 'wallet', { asset: 'USD', posted: 5n });
    expect(
      named.say(
        NOON,
        pay('alice', 'dollars', 1n),
        pay('dollars', 'alice', 1n),
        pay('alice', 'dollars', 1n, { asset: 'USD' }),
        pay('more dollars', 'dollars', 1n, { asset: 'USD' }),
      ),
    ).toEqual([...['asset_mismatch', 'asset_mismatch', 'asset_mismatch', 'posted']]);
  });

  it('reaches no closed account and leaves none; a frozen one it may reach', () => {
    named.topUp('bob', 10n);
    named.books.setStatus('bob', 'closed');
    named.books.setStatus('carol', 'frozen');
    expect(named.say(NOON, pay('alice', 'bob', 1n), pay('bob', 'alice', 1n), pay('alice', 'carol', 1n))).toEqual([
      ...['account_closed', 'account_closed', 'posted'],
    ]);
    expect(named.say(NOON, pay('carol', 'alice', 1n))).toEqual(['account_frozen']);
  });

  it('spends neither what is held nor what is frozen', () => {
    expect(
      named.say(NOON, hold('h', 30n), freeze('f', 20n), pay('alice', 'bob', 51n), pay('alice', 'bob', 50n)),
    ).toEqual([...['posted', 'posted', 'insufficient_funds', 'posted']]);
  });

  it('overdraws as far as the account may', () => {
    named.open('dave', 'wallet', { overdraftLimit: 10n });
    expect(named.say(NOON, pay('dave', 'bob', 11n), pay('dave', 'bob', 10n))).toEqual(['insufficient_funds', 'posted']);
    expect([named.has('dave'), named.maySpend('dave')]).toEqual([-10n, 0n]);
  });

  it('takes from what we own no more than we own of it', () => {
    named.open('drawer', 'provider-clearing', { overdraftLimit: 0n });
    const topUp = pay('drawer', 'bob', 30n, { kind: 'card-top-up' });
    expect(named.say(NOON, topUp)).toEqual(['posted']);
    named.books.open({ ...named.state('drawer'), posted: -20n });
    expect([named.has('drawer'), named.maySpend('drawer')]).toEqual([20n, 20n]);
    const sendBack = (id: string, amount: bigint) => reverse(id, topUp.id, { amount });
    expect(named.say(NOON, sendBack('r1', 21n), sendBack('r2', 20n))).toEqual(['insufficient_funds', 'posted']);
  });

  it('lets no balance grow beyond its limit, to the last unit', () => {
    named.open('rich', 'wallet', { posted: MAX_AMOUNT - 1n });
    expect(named.say(NOON, pay('alice', 'rich', 2n), pay('alice', 'rich', 1n))).toEqual([
      ...['balance_limit_exceeded', 'posted'],
    ]);
    named.open('big', 'provider-clearing', { posted: 1n - UNLIMITED });
    const topUp = { kind: 'card-top-up' };
    expect(named.say(NOON, pay('big', 'bob', 2n, topUp), pay('big', 'bob', 1n, topUp))).toEqual([
      ...['balance_limit_exceeded', 'posted'],
    ]);
  });

  it('takes effect when it is made, or when it is said to have, which is not in the future', () => {
    expect(named.say(NOON, pay('alice', 'bob', 1n), pay('alice', 'bob', 2n, { effectiveAt: MORNING }))).toEqual([
      'posted',
      'posted',
    ]);
    expect(named.say(NOON, pay('alice', 'bob', 3n, { effectiveAt: NOON }))).toEqual(['posted']);
    const times = named.books.entries
      .filter(({ accountId }) => accountId === 'bob')
      .map(({ effectiveAt, createdAt }) => [effectiveAt, createdAt]);
    expect(times).toEqual([
      [NOON, NOON],
      [MORNING, NOON],
      [NOON, NOON],
    ]);
  });

  it('takes effect from the opening of both accounts on', () => {
    const young = { createdAt: MORNING };
    named.open('payer', 'wallet', { ...young, posted: 5n });
    named.open('payee', 'wallet', young);
    const before = { effectiveAt: new Date(MORNING.getTime() - 1) };
    const then = { effectiveAt: MORNING };
    expect(
      named.say(
        NOON,
        pay('payer', 'bob', 1n, before),
        pay('alice', 'payee', 1n, before),
        pay('payer', 'bob', 1n, then),
        pay('alice', 'payee', 1n, then),
      ),
    ).toEqual(['effective_at_too_early', 'effective_at_too_early', 'posted', 'posted']);
  });

  it('takes no effect in a closed day, and a closed day never opens', () => {
    named.books.closeThrough(NOON);
    named.books.closeThrough(MORNING);
    const justBefore = new Date(NOON.getTime() - 1);
    expect(
      named.say(
        ONE,
        pay('alice', 'bob', 1n, { effectiveAt: justBefore }),
        pay('alice', 'bob', 1n, { effectiveAt: NOON }),
      ),
    ).toEqual(['effective_at_in_closed_day', 'posted']);
    named.books.closeThrough(ONE);
    expect(named.say(ONE, pay('alice', 'bob', 1n, { effectiveAt: NOON }))).toEqual(['effective_at_in_closed_day']);
  });

  it('is written when it is made, after the last closed day', () => {
    named.books.closeThrough(NOON);
    expect(named.say(ONE, pay('alice', 'bob', 1n))).toEqual(['posted']);
    expect(named.books.entries.at(-1)).toMatchObject({ createdAt: ONE, effectiveAt: ONE });
  });

  it('that is made while the clock lags is written after the last closed day', () => {
    named.books.closeThrough(ONE);
    expect(named.say(NOON, pay('alice', 'bob', 1n))).toEqual(['posted']);
    expect(named.books.entries.at(-1)).toMatchObject({ createdAt: ONE, effectiveAt: ONE });
  });

  it('writes an entry on each side, with what each account had and has', () => {
    const { id } = pay('alice', 'bob', 0n);
    expect(named.say(NOON, pay('alice', 'bob', 40n, { id }))).toEqual(['posted']);
    const written = { transferId: id, effectiveAt: NOON, createdAt: NOON };
    expect(named.books.entries.slice(-2)).toEqual([
      { ...written, accountId: 'alice', amount: -40n, balanceBefore: 100n, balanceAfter: 60n, version: 2n },
      { ...written, accountId: 'bob', amount: 40n, balanceBefore: 0n, balanceAfter: 40n, version: 1n },
    ]);
    expect([named.state('alice').version, named.state('bob').version]).toEqual([2n, 1n]);
  });

  it('bears a reference that its payer has not used for this kind', () => {
    named.topUp('bob', 10n);
    const reference = 'rent';
    expect(
      named.say(
        NOON,
        pay('alice', 'bob', 1n, { reference }),
        pay('alice', 'carol', 1n, { reference }),
        pay('alice', 'bob', 1n, { reference: 'food' }),
        pay('bob', 'alice', 1n, { reference }),
        pay('alice', 'adjustments', 1n, { reference, kind: 'adjustment' }),
        pay('alice', 'bob', 1n),
        pay('alice', 'bob', 1n),
      ),
    ).toEqual(['posted', 'reference_taken', ...Array<string>(5).fill('posted')]);
  });

  it('made as an owner takes from their wallet only, and gives to wallets only', () => {
    const owner = "alice's owner";
    named.open('their bar', 'venue-payable', { ownerId: owner, posted: 5n });
    expect(
      named.say(
        NOON,
        pay('bob', 'alice', 1n, { owner }),
        pay('their bar', 'alice', 1n, { owner }),
        pay('clearing', 'alice', 1n, { owner, kind: 'card-top-up' }),
        pay('alice', 'bar', 1n, { owner }),
        pay('alice', 'adjustments', 1n, { owner, kind: 'adjustment' }),
        pay('alice', 'bob', 1n, { owner }),
      ),
    ).toEqual([
      ...['debit_account_not_found', 'debit_account_not_found', 'debit_account_not_found'],
      ...['credit_account_not_found', 'credit_account_not_found', 'posted'],
    ]);
  });
});
