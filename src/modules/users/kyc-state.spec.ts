import { assertKycTransitions, canBecome, KYC_STATUSES } from './kyc-state.ts';

describe('the check of a person', () => {
  it('has a sound table', () => {
    expect(assertKycTransitions).not.toThrow();
  });

  it('goes from pending over submitted to verified or rejected, and from rejected back to submitted', () => {
    const moves = KYC_STATUSES.flatMap((from) =>
      KYC_STATUSES.filter((to) => canBecome(from, to)).map((to) => `${from} ${to}`),
    );
    expect(moves).toEqual(['pending submitted', 'submitted verified', 'submitted rejected', 'rejected submitted']);
  });
});
