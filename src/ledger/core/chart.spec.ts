import { ACCOUNT_KINDS, accountCode, type AccountKind } from './chart.ts';

describe('the chart of accounts', () => {
  it('says of each kind which side raises it, and how far it may go below zero', () => {
    const rules = Object.entries(ACCOUNT_KINDS).map(
      ([kind, { normalSide, overdraftLimit }]) => `${kind} ${normalSide} ${overdraftLimit ?? 'without limit'}`,
    );
    expect(rules).toEqual([
      'wallet credit 0',
      'provider-clearing debit without limit',
      'venue-payable credit 0',
      'platform-fee credit without limit',
      'fx-liquidity debit without limit',
      'adjustment credit without limit',
      'dispute credit 0',
      'receivable debit 0',
      'write-off debit without limit',
      'provider-fee debit without limit',
      'payout-clearing debit without limit',
      'bank debit without limit',
    ]);
  });

  it.each<[AccountKind, string | null, string]>([
    ['wallet', 'ann', 'wallet:ann:INR'],
    ['platform-fee', null, 'platform-fee:INR'],
  ])('has a code for a %s of %s', (kind, owner, code) => {
    expect(accountCode(kind, owner, 'INR')).toBe(code);
  });
});
