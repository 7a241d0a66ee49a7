import { capture, freeze, hold, NamedBooks, NOON, ONE, pay, release } from '../../../test/support/named-books.ts';
import { MAX_AMOUNT } from './command.ts';

const BEFORE_ONE = new Date(ONE.getTime() - 1);

describe('a hold', () => {
  let named: NamedBooks;
  beforeEach(() => {
    named = new NamedBooks().openAll();
  });
  const pending = () => [named.state('alice').pendingDebits, named.state('bob').pendingCredits];

  it('is refused for the first reason that applies', () => {
    ['shut', 'shut too', 'stuck', 'rich'].forEach((name) => named.open(name));
    named.books.setStatus('shut', 'closed');
    named.books.setStatus('shut too', 'closed');
    named.books.setStatus('stuck', 'frozen');
    expect(named.say(NOON, hold('h', 1n, { debit: 'stuck' }))).toEqual(['account_frozen']);
    named.books.open({ ...named.state('rich'), pendingCredits: MAX_AMOUNT });
    const treat = { kind: 'treat' };
    expect(
      named.say(
        NOON,
        hold('h', 0n, { debit: 'nobody', credit: 'nothing', expiresAt: NOON }),
        hold('h', 1n, { debit: 'nobody', credit: 'nothing', expiresAt: NOON }),
        hold('h', 1n, { debit: 'nobody', credit: 'nothing' }),
        hold('h', 1n, { debit: 'clearing', credit: 'nothing', asset: 'USD' }),
        hold('h', 1n, { debit: 'shut', credit: 'nothing', asset: 'USD' }),
        hold('h', 1n, { debit: 'shut', credit: 'nothing' }),
        hold('h', 1n, { debit: 'stuck', credit: 'nothing' }),
        hold('h', 101n, { credit: 'nothing' }),
        hold('h', 101n, { ...treat, credit: 'alice' }),
        hold('h', 101n, { ...treat, credit: 'dollars' }),
        hold('h', 101n, { ...treat, credit: 'shut too' }),
        hold('h', 101n, { credit: 'shut too' }),
        hold('h', 101n, { credit: 'rich' }),
        hold('h', 101n),
        hold('h', 100n),
      ),
    ).toEqual([
      ...['amount_invalid', 'expiry_in_past', 'debit_account_not_found', 'account_not_holdable', 'asset_mismatch'],
      ...['account_closed', 'account_frozen', 'credit_account_not_found', 'same_account', 'asset_mismatch'],
      ...['posting_not_allowed', 'account_closed', 'balance_limit_exceeded', 'insufficient_funds', 'posted'],
    ]);
  });

  it('without a target is refused after its account, where its kind leads nowhere', () => {
    const nowhere = { credit: undefined, kind: 'nonsense' };
    named.open('shut', 'wallet', { status: 'frozen' });
    expect(
      named.say(
        NOON,
        hold('h', 101n, { ...nowhere, debit: 'shut' }),
        hold('h', 101n, nowhere),
        hold('h', 101n, { credit: undefined }),
        hold('h', 100n, { credit: undefined, kind: 'treat' }),
      ),
    ).toEqual(['account_frozen', 'posting_not_allowed', 'insufficient_funds', 'posted']);
  });

  it('keeps the money from being spent, and takes all of it itself', () => {
    expect(named.say(NOON, hold('h', 80n), pay('alice', 'carol', 21n), pay('alice', 'carol', 20n))).toEqual([
      ...['posted', 'insufficient_funds', 'posted'],
    ]);
    expect([named.maySpend('alice'), ...pending()]).toEqual([0n, 80n, 80n]);
    expect(named.books.holdStatus('h')).toBe('pending');
    expect(named.say(NOON, capture('c', 'h'))).toEqual(['posted']);
    expect([named.has('alice'), named.has('bob'), named.maySpend('alice')]).toEqual([0n, 80n, 0n]);
    expect([...pending(), named.books.holdStatus('h')]).toEqual([0n, 0n, 'captured']);
  });

  it('sums with other holds up to what the target could take', () => {
    named.open('rich', 'wallet', { posted: MAX_AMOUNT, createdAt: NOON });
    const more = { debit: 'rich', credit: 'carol' };
    expect(named.say(NOON, hold('most', MAX_AMOUNT - 1n, more), hold('one', 1n, more))).toEqual(['posted', 'posted']);
    expect(named.say(NOON, hold('more', 1n, { credit: 'carol' }))).toEqual(['balance_limit_exceeded']);
  });

  it('made as an owner is on their wallet only, and in favour of wallets only', () => {
    const owner = "alice's owner";
    const treat = { owner, credit: 'bar', kind: 'treat' };
    expect(
      named.say(
        NOON,
        hold('h', 1n, { owner, debit: 'carol' }),
        hold('h', 1n, treat),
        hold('h', 1n, { owner }),
        hold('h2', 1n, { owner, credit: undefined }),
      ),
    ).toEqual(['debit_account_not_found', 'credit_account_not_found', 'posted', 'posted']);
  });

  it('is captured in parts until one is final, which releases the rest', () => {
    const part = { amount: 30n, final: false };
    expect(named.say(NOON, hold('h', 80n), capture('c1', 'h', part), capture('c2', 'h', { amount: 51n }))).toEqual([
      ...['posted', 'posted', 'capture_exceeds_hold'],
    ]);
    expect([named.maySpend('alice'), ...pending()]).toEqual([20n, 50n, 50n]);
    expect(named.say(NOON, capture('c3', 'h', { amount: 10n }), capture('c4', 'h'))).toEqual([
      ...['posted', 'hold_not_pending'],
    ]);
    expect([named.has('bob'), named.maySpend('alice'), ...pending()]).toEqual([40n, 60n, 0n, 0n]);
  });

  it('is at its end with its last unit, whether or not that was to be final', () => {
    expect(named.say(NOON, hold('h', 80n), capture('c', 'h', { amount: 80n, final: false }))).toEqual([
      ...['posted', 'posted'],
    ]);
    expect([named.books.holdStatus('h'), ...pending()]).toEqual(['captured', 0n, 0n]);
  });

  it('has its capture refused for the first reason that applies', () => {
    expect(named.say(NOON, hold('h', 50n, { credit: undefined }), hold('done', 1n), release('done'))).toEqual([
      ...['posted', 'posted', 'posted'],
    ]);
    expect(named.say(NOON, pay('alice', 'carol', 1n, { kind: 'transfer', reference: 'taken' }))).toEqual(['posted']);
    expect(
      named.say(
        NOON,
        capture('c', 'nothing', { amount: 0n }),
        capture('c', 'done', { amount: 0n }),
        capture('c', 'h', { amount: 0n }),
        capture('c', 'h', { amount: 51n }),
        capture('c', 'h', { amount: 50n }),
        capture('c', 'h', { credit: 'nobody' }),
        capture('c', 'h', { credit: 'alice', kind: 'treat' }),
        capture('c', 'h', { credit: 'dollars', kind: 'treat' }),
        capture('c', 'h', { credit: 'carol', kind: 'treat' }),
        capture('c', 'h', { credit: 'carol', kind: 'transfer', reference: 'taken' }),
        capture('c', 'h', { credit: 'carol', reference: 'taken' }),
      ),
    ).toEqual([
      ...['hold_not_found', 'hold_not_pending', 'amount_invalid', 'capture_exceeds_hold', 'capture_target_required'],
      ...['credit_account_not_found', 'same_account', 'asset_mismatch', 'posting_not_allowed', 'reference_taken'],
      'posted',
    ]);
  });

  it('is captured in favour of another account when the capture names one, and lets its own target go', () => {
    expect(named.say(NOON, hold('h', 80n), capture('c', 'h', { credit: 'carol', amount: 5n }))).toEqual([
      ...['posted', 'posted'],
    ]);
    expect([named.has('bob'), named.has('carol'), ...pending()]).toEqual([0n, 5n, 0n, 0n]);
  });

  it('keeps its money for its capture, and a frozen account keeps it from that too', () => {
    expect(named.say(NOON, hold('h', 60n), freeze('f', 40n), freeze('all'), capture('c', 'h'))).toEqual([
      ...['posted', 'posted', 'posted', 'account_frozen'],
    ]);
    named.books.setStatus('alice', 'open');
    expect(named.say(NOON, capture('c', 'h'))).toEqual(['posted']);
    expect(named.maySpend('alice')).toBe(0n);
  });

  it('is resolved at most once', () => {
    expect(named.say(NOON, hold('h', 10n), release('h'), release('h'), capture('c', 'h'), release('x'))).toEqual([
      ...['posted', 'posted', 'hold_not_pending', 'hold_not_pending', 'hold_not_found'],
    ]);
    expect([named.books.holdStatus('h'), named.maySpend('alice'), ...pending()]).toEqual(['voided', 100n, 0n, 0n]);
  });

  it('ends at its exact time, with what is left of it', () => {
    expect(named.say(NOON, hold('h', 100n), capture('c', 'h', { amount: 30n, final: false }))).toEqual([
      ...['posted', 'posted'],
    ]);
    expect(named.say(BEFORE_ONE, pay('alice', 'bob', 1n))).toEqual(['insufficient_funds']);
    named.books.expire(BEFORE_ONE);
    expect([named.books.holdStatus('h'), ...pending()]).toEqual(['pending', 70n, 70n]);
    named.books.expire(ONE);
    expect([named.books.holdStatus('h'), ...pending()]).toEqual(['expired', 0n, 0n]);
    expect(named.say(ONE, capture('c2', 'h'), release('h'), pay('alice', 'bob', 70n))).toEqual([
      ...['hold_expired', 'hold_expired', 'posted'],
    ]);
  });

  it('that is resolved does not expire', () => {
    expect(named.say(NOON, hold('h1', 10n), hold('h2', 10n), release('h1'), capture('c', 'h2'))).toEqual([
      ...['posted', 'posted', 'posted', 'posted'],
    ]);
    named.books.expire(ONE);
    expect([named.books.holdStatus('h1'), named.books.holdStatus('h2'), ...pending()]).toEqual([
      ...['voided', 'captured', 0n, 0n],
    ]);
  });
});
