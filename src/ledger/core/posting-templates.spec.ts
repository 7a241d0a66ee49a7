import { allowsPosting, POSTING_TEMPLATES } from './posting-templates.ts';

describe('the posting templates', () => {
  it('are every movement there is', () => {
    expect(POSTING_TEMPLATES.map(({ kind, debit, credit }) => `${kind}: ${debit} to ${credit}`)).toEqual([
      'transfer: wallet to wallet',
      'card-top-up: provider-clearing to wallet',
      'card-refund: wallet to provider-clearing',
      'hold: wallet to wallet',
      'capture: wallet to wallet',
      'treat: wallet to venue-payable',
      'treat-fee: wallet to platform-fee',
      'fx-sell: wallet to fx-liquidity',
      'fx-buy: fx-liquidity to wallet',
      'adjustment: wallet to adjustment',
      'adjustment: adjustment to wallet',
      'dispute: wallet to dispute',
      'dispute: receivable to dispute',
      'dispute: dispute to wallet',
      'dispute: dispute to receivable',
      'dispute-settlement: dispute to provider-clearing',
      'dispute-settlement: provider-clearing to dispute',
      'owed-collection: wallet to receivable',
      'write-off: write-off to receivable',
      'dispute: dispute to write-off',
      'provider-fee: provider-fee to provider-clearing',
      'provider-fee: provider-clearing to provider-fee',
      'settlement-fx: fx-liquidity to provider-clearing',
      'settlement-fx: provider-clearing to fx-liquidity',
      'payout: payout-clearing to provider-clearing',
      'payout: provider-clearing to payout-clearing',
      'payout-settlement: bank to payout-clearing',
      'payout-settlement: payout-clearing to bank',
    ]);
  });

  it('allow a kind between the accounts of one template, and between no others', () => {
    expect(allowsPosting(POSTING_TEMPLATES, 'adjustment', 'wallet', 'adjustment')).toBe(true);
    expect(allowsPosting(POSTING_TEMPLATES, 'adjustment', 'adjustment', 'wallet')).toBe(true);
    expect(allowsPosting(POSTING_TEMPLATES, 'adjustment', 'wallet', 'wallet')).toBe(false);
    expect(allowsPosting(POSTING_TEMPLATES, 'transfer', 'venue-payable', 'wallet')).toBe(false);
    expect(allowsPosting(POSTING_TEMPLATES, 'gift', 'wallet', 'wallet')).toBe(false);
  });

  it('allow a kind on a debited account when the credited one is not known yet', () => {
    expect(allowsPosting(POSTING_TEMPLATES, 'treat', 'wallet')).toBe(true);
    expect(allowsPosting(POSTING_TEMPLATES, 'treat', 'venue-payable')).toBe(false);
    expect(allowsPosting(POSTING_TEMPLATES, 'gift', 'wallet')).toBe(false);
    expect(allowsPosting([], 'treat', 'wallet')).toBe(false);
  });
});
