import { balancesOf, covers, isCreditableAs, isDebitableAs, limitOf, signOf, type AccountState } from './account.ts';
import { MAX_AMOUNT } from './command.ts';

const ACCOUNT: AccountState = {
  ...{
    id: 'a',
    kind: 'wallet',
    ownerId: 'ann',
    asset: 'INR',
    normalSide: 'credit',
    overdraftLimit: 7n,
    status: 'open',
  },
  ...{ posted: 100n, pendingDebits: 20n, pendingCredits: 5n, frozen: 3n, version: 1n },
  createdAt: new Date('2026-11-20T12:00:00.000Z'),
};
const OWNED: AccountState = { ...ACCOUNT, normalSide: 'debit', posted: -100n };

describe('an account', () => {
  it('of what we owe reads as it is written', () => {
    expect(balancesOf(ACCOUNT)).toEqual({ posted: 100n, pendingIn: 5n, pendingOut: 20n, frozen: 3n, available: 84n });
    expect(signOf('credit')).toBe(1n);
  });

  it('of what we own reads the other way about', () => {
    expect(balancesOf(OWNED)).toEqual({ posted: 100n, pendingIn: 20n, pendingOut: 5n, frozen: 3n, available: 99n });
    expect(signOf('debit')).toBe(-1n);
  });

  it('without limit has no available balance, and covers anything', () => {
    const unlimited = { ...ACCOUNT, overdraftLimit: null };
    expect(balancesOf(unlimited).available).toBeNull();
    expect(covers(unlimited, MAX_AMOUNT * MAX_AMOUNT)).toBe(true);
  });

  it('covers what is available, to the last unit', () => {
    expect([covers(ACCOUNT, 84n), covers(ACCOUNT, 85n)]).toEqual([true, false]);
  });

  it('grows to what a JSON number carries, and without limit to well within a bigint', () => {
    expect(limitOf(ACCOUNT)).toBe(9_007_199_254_740_991n);
    expect(limitOf({ overdraftLimit: 0n })).toBe(9_007_199_254_740_991n);
    expect(limitOf({ overdraftLimit: null })).toBe(4_000_000_000_000_000_000n);
  });

  it('is debited as its owner only where it is a wallet of theirs', () => {
    const payable: AccountState = { ...ACCOUNT, kind: 'venue-payable' };
    expect([isDebitableAs('ann', ACCOUNT), isDebitableAs('bob', ACCOUNT), isDebitableAs('ann', payable)]).toEqual([
      ...[true, false, false],
    ]);
    expect([isDebitableAs(undefined, ACCOUNT), isDebitableAs(undefined, payable)]).toEqual([true, true]);
  });

  it('is credited by an owner only where it is a wallet, whoever has it', () => {
    const payable: AccountState = { ...ACCOUNT, kind: 'venue-payable' };
    expect([
      isCreditableAs('bob', ACCOUNT),
      isCreditableAs('ann', payable),
      isCreditableAs(undefined, payable),
    ]).toEqual([...[true, false, true]]);
  });
});
