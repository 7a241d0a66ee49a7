import { balancesOf } from './account.ts';
import { Books } from './books.ts';
import type { AccountKind } from './chart.ts';
import { ACCOUNT_KINDS } from './chart.ts';
import type { LedgerCommand } from './command.ts';

const NOON = new Date('2026-11-20T12:00:00.000Z');
const LATER = new Date('2026-11-20T13:00:00.000Z');

// Scenarios that a bookkeeper can read: accounts by name, one command a line, and what each is answered.
describe('the books', () => {
  let books: Books;
  let made: number;
  const open = (id: string, kind: AccountKind = 'wallet', asset = 'INR'): void =>
    books.open({
      id,
      kind,
      ownerId: null,
      asset,
      ...ACCOUNT_KINDS[kind],
      status: 'open',
      posted: 0n,
      pendingDebits: 0n,
      pendingCredits: 0n,
      frozen: 0n,
      version: 0n,
      createdAt: NOON,
    });
  const pay = (debit: string, credit: string, amount: bigint, more: object = {}): LedgerCommand => {
    made += 1;
    return { op: 'transfer', id: `t${made}`, kind: 'transfer', debit, credit, amount, asset: 'INR', ...more };
  };
  const hold = (id: string, amount: bigint, more: object = {}): LedgerCommand => ({
    ...{ op: 'hold', id, kind: 'hold', debit: 'alice', credit: 'bob', amount, asset: 'INR', expiresAt: LATER },
    ...more,
  });
  const capture = (id: string, held: string, more: object = {}): LedgerCommand => ({
    op: 'capture',
    id,
    kind: 'capture',
    hold: held,
    ...more,
  });
  const say = (at: Date, ...commands: LedgerCommand[]): string[] =>
    books.post(commands, at).map((verdict) => (verdict.outcome === 'refused' ? verdict.code : verdict.outcome));
  const has = (id: string): bigint | undefined => {
    const account = books.account(id);
    return account && balancesOf(account).posted;
  };
  const mayStillSpend = (id: string): bigint | null | undefined => {
    const account = books.account(id);
    return account && balancesOf(account).available;
  };

  beforeEach(() => {
    [books, made] = [new Books(), 0];
    ['alice', 'bob', 'carol'].forEach((name) => open(name));
    open('clearing', 'provider-clearing');
    open('dollars', 'wallet', 'USD');
    expect(say(NOON, pay('clearing', 'alice', 100n, { kind: 'card-top-up' }))).toEqual(['posted']);
  });
  afterEach(() => {
    expect(books.accounts.reduce((sum, { posted }) => sum + posted, 0n)).toBe(0n);
    expect(books.entries.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
  });

  it('raise what we own by a debit and what we owe by a credit', () => {
    expect([has('clearing'), has('alice')]).toEqual([100n, 100n]);
  });

  it('let spend to the last unit and not beyond', () => {
    expect(say(NOON, pay('alice', 'bob', 101n), pay('alice', 'bob', 100n), pay('alice', 'bob', 1n))).toEqual([
      ...['insufficient_funds', 'posted', 'insufficient_funds'],
    ]);
  });

  it('refuse in a fixed order, cheapest first', () => {
    books.setStatus('carol', 'closed');
    expect(
      say(
        NOON,
        pay('alice', 'nobody', 0n, { effectiveAt: LATER }),
        pay('nobody', 'alice', 0n),
        pay('nobody', 'alice', 1n),
        pay('alice', 'nobody', 1n),
        pay('alice', 'alice', 1n),
        pay('alice', 'dollars', 1n),
        pay('alice', 'carol', 500n),
      ),
    ).toEqual([
      ...['effective_at_in_future', 'amount_invalid', 'debit_account_not_found', 'credit_account_not_found'],
      ...['same_account', 'asset_mismatch', 'account_closed'],
    ]);
  });

  it('do the same id once, and refuse it for anything else', () => {
    expect(
      say(
        NOON,
        pay('alice', 'bob', 10n, { id: 'x' }),
        pay('alice', 'bob', 10n, { id: 'x' }),
        pay('alice', 'bob', 11n, { id: 'x' }),
      ),
    ).toEqual([...['posted', 'exists', 'exists_with_different_content']]);
    expect(has('bob')).toBe(10n);
  });

  it('do a linked set as a whole, or name the culprit and do nothing', () => {
    const link = 'set';
    expect(say(NOON, pay('alice', 'bob', 60n, { link }), pay('alice', 'carol', 60n, { link }))).toEqual([
      'linked_refused',
      'insufficient_funds',
    ]);
    expect(has('alice')).toBe(100n);
    expect(say(NOON, pay('alice', 'bob', 60n, { link }), pay('bob', 'carol', 60n, { link }))).toEqual([
      'posted',
      'posted',
    ]);
    expect([has('alice'), has('bob'), has('carol')]).toEqual([40n, 0n, 60n]);
  });

  it('keep held money from being spent, and let the hold itself take all of it', () => {
    expect(say(NOON, hold('h', 80n), pay('alice', 'carol', 21n), pay('alice', 'carol', 20n))).toEqual([
      'posted',
      'insufficient_funds',
      'posted',
    ]);
    expect(mayStillSpend('alice')).toBe(0n);
    expect(say(NOON, capture('c', 'h'))).toEqual(['posted']);
    expect([has('alice'), has('bob'), mayStillSpend('alice')]).toEqual([0n, 80n, 0n]);
  });

  it('capture in parts until one is final, and release the rest then', () => {
    expect(
      say(NOON, hold('h', 80n), capture('c1', 'h', { amount: 30n, final: false }), capture('c2', 'h', { amount: 51n })),
    ).toEqual([...['posted', 'posted', 'capture_exceeds_hold']]);
    expect(mayStillSpend('alice')).toBe(20n);
    expect(say(NOON, capture('c3', 'h', { amount: 10n }), capture('c4', 'h'))).toEqual(['posted', 'hold_not_pending']);
    expect([has('bob'), mayStillSpend('alice')]).toEqual([40n, 60n]);
  });

  it('resolve a hold at most once, and never after its moment', () => {
    expect(
      say(NOON, hold('h1', 10n), { op: 'void', hold: 'h1' }, { op: 'void', hold: 'h1' }, capture('c', 'h1')),
    ).toEqual([...['posted', 'posted', 'hold_not_pending', 'hold_not_pending']]);
    expect(say(NOON, hold('h2', 100n))).toEqual(['posted']);
    expect(say(new Date(LATER.getTime() - 1), pay('alice', 'bob', 1n))).toEqual(['insufficient_funds']);
    expect(say(LATER, capture('c2', 'h2'), { op: 'void', hold: 'h2' }, pay('alice', 'bob', 1n))).toEqual([
      'hold_expired',
      'hold_expired',
      'posted',
    ]);
  });

  it('reverse a transfer in parts, never beyond it, and a reversal never', () => {
    const reverse = (id: string, reverses: string, amount?: bigint): LedgerCommand => ({
      op: 'reversal',
      id,
      kind: 'reversal',
      reverses,
      amount,
    });
    expect(
      say(
        NOON,
        pay('alice', 'bob', 50n, { id: 'x' }),
        reverse('r1', 'x', 20n),
        reverse('r2', 'x', 31n),
        reverse('r3', 'x'),
        reverse('r4', 'x'),
      ),
    ).toEqual([...['posted', 'posted', 'reversal_exceeds_transfer', 'posted', 'reversal_exceeds_transfer']]);
    expect(say(NOON, reverse('r5', 'r1'))).toEqual(['transfer_is_reversal']);
    expect(has('alice')).toBe(100n);
  });

  it('stop what is frozen from paying, and let it receive', () => {
    books.setStatus('alice', 'frozen');
    expect(
      say(NOON, pay('alice', 'bob', 1n), hold('h', 1n), pay('clearing', 'alice', 1n, { kind: 'card-top-up' })),
    ).toEqual(['account_frozen', 'account_frozen', 'posted']);
  });
});
