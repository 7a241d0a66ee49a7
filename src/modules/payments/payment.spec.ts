import { changeBy, contradicts, outcomeWithoutMethod, refundableAmount, uncredited, type Payment } from './payment.ts';

const NOW = new Date('2026-11-21T10:00:00.000Z');
const LATER = new Date('2026-11-21T10:05:00.000Z');
const IN_2_SECONDS = new Date('2026-11-21T10:00:02.000Z');

const payment = (changes: Partial<Payment> = {}): Payment => ({
  id: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f',
  userId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e60',
  walletId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e61',
  paymentMethodId: '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e62',
  provider: 'sandbox',
  amount: 100n,
  currency: 'INR',
  status: 'pending',
  providerReference: null,
  failureCode: null,
  nextActionUrl: null,
  transferId: null,
  capture: 'automatic',
  captureAmount: null,
  refundedAmount: 0n,
  disputedAmount: 0n,
  inquiries: 0,
  inquireAt: LATER,
  version: 1,
  createdAt: NOW,
  updatedAt: NOW,
  ...changes,
});

describe('what an outcome changes of a payment', () => {
  it('ends it, with no more inquiries, when the provider knows', () => {
    const change = changeBy(payment(), { status: 'succeeded', reference: 'r1' }, 'charge', NOW);
    expect(change).toMatchObject({ steps: ['succeeded'], providerReference: 'r1', failureCode: null, inquireAt: null });
    const failure = changeBy(payment(), { status: 'failed', failureCode: 'card_declined' }, 'charge', NOW);
    expect(failure).toMatchObject({ steps: ['failed'], failureCode: 'card_declined', inquireAt: null });
  });

  it('keeps what was taken of it where that is not what was asked for, and never more than it was for', () => {
    const taken = (capturedMinor: bigint, changes?: Partial<Payment>) =>
      changeBy(payment(changes), { status: 'succeeded', capturedMinor }, 'inquiry', NOW)?.captureAmount;
    expect([taken(100n), taken(40n), taken(101n)]).toEqual([null, 40n, 100n]);
    expect([taken(60n, { captureAmount: 60n }), taken(40n, { captureAmount: 60n })]).toEqual([60n, 40n]);
  });

  it('schedules the first inquiry, and leaves alone what an inquiry has scheduled', () => {
    expect(changeBy(payment(), { status: 'unknown' }, 'charge', NOW)?.inquireAt).toEqual(IN_2_SECONDS);
    const inquired = payment({ inquiries: 1 });
    expect(changeBy(inquired, { status: 'unknown' }, 'charge', NOW)?.inquireAt).toEqual(LATER);
  });

  it('is nothing when an inquiry found nothing out', () => {
    for (const status of ['pending', 'requires_action', 'unknown'] as const) {
      expect(changeBy(payment({ status }), { status: 'unknown' }, 'inquiry', NOW)).toBeUndefined();
    }
  });

  it('is nothing when it is resolved', () => {
    for (const status of ['succeeded', 'failed'] as const) {
      for (const said of ['succeeded', 'failed', 'pending', 'requires_action', 'unknown'] as const) {
        expect(changeBy(payment({ status }), { status: said }, 'charge', NOW)).toBeUndefined();
      }
    }
  });

  it('is nothing when a late answer to the charge knows less than we do', () => {
    for (const status of ['authorized', 'capturing', 'canceling'] as const) {
      expect(changeBy(payment({ status }), { status: 'unknown' }, 'charge', NOW)).toBeUndefined();
      expect(changeBy(payment({ status }), { status: 'requires_action' }, 'charge', NOW)).toBeUndefined();
    }
  });

  it('notes once that the provider took the charge', () => {
    const taken = changeBy(payment(), { status: 'pending', reference: 'r1' }, 'charge', NOW);
    expect(taken).toMatchObject({ steps: [], status: 'pending', providerReference: 'r1', inquireAt: IN_2_SECONDS });
    const noted = payment({ providerReference: 'r1' });
    expect(changeBy(noted, { status: 'pending', reference: 'r1' }, 'charge', NOW)).toBeUndefined();
  });

  it('forgets the challenge when it leaves it', () => {
    const waiting = payment({ status: 'requires_action', nextActionUrl: '/x', providerReference: 'r1' });
    const change = changeBy(waiting, { status: 'failed', failureCode: 'authentication_failed' }, 'inquiry', NOW);
    expect(change).toMatchObject({ nextActionUrl: null, providerReference: 'r1' });
  });
});

describe('a charged payment whose wallet cannot take it', () => {
  const outcome = { status: 'succeeded', reference: 'r1' } as const;

  it('is unknown, and says why', () => {
    const change = uncredited(payment(), outcome, NOW);
    expect(change).toMatchObject({ steps: ['unknown'], failureCode: 'credit_refused', inquireAt: IN_2_SECONDS });
  });

  it('is written once', () => {
    expect(uncredited(payment({ status: 'unknown' }), outcome, NOW)).toMatchObject({ steps: [] });
    const written = payment({ status: 'unknown', failureCode: 'credit_refused' });
    expect(uncredited(written, outcome, NOW)).toBeUndefined();
    expect(uncredited(payment({ status: 'failed' }), outcome, NOW)).toBeUndefined();
  });
});

describe('a payment that cannot be charged any more', () => {
  it('fails only when no charge can be on its way', () => {
    const hourLater = new Date(NOW.getTime() + 3_600_000);
    expect(outcomeWithoutMethod(payment(), new Date(hourLater.getTime() - 1))).toEqual({ status: 'unknown' });
    expect(outcomeWithoutMethod(payment(), hourLater)).toMatchObject({ status: 'failed' });
  });
});

describe('an outcome', () => {
  it('contradicts a payment that ended the other way, and no other', () => {
    expect(contradicts(payment({ status: 'failed' }), { status: 'succeeded' })).toBe(true);
    expect(contradicts(payment({ status: 'succeeded' }), { status: 'failed' })).toBe(true);
    expect(contradicts(payment({ status: 'succeeded' }), { status: 'succeeded' })).toBe(false);
    expect(contradicts(payment({ status: 'succeeded' }), { status: 'unknown' })).toBe(false);
    expect(contradicts(payment({ status: 'canceled' }), { status: 'succeeded' })).toBe(true);
    expect(contradicts(payment({ status: 'canceled' }), { status: 'failed' })).toBe(false);
    expect(contradicts(payment({ status: 'unknown' }), { status: 'failed' })).toBe(false);
  });
});

describe('what may be refunded', () => {
  it('is what was taken and not refunded, of a payment that succeeded', () => {
    expect(refundableAmount(payment({ status: 'succeeded', amount: 100n, refundedAmount: 30n }))).toBe(70n);
    expect(refundableAmount(payment({ status: 'succeeded', captureAmount: 60n, refundedAmount: 60n }))).toBe(0n);
    expect(refundableAmount(payment({ status: 'authorized' }))).toBe(0n);
    const lost = { status: 'succeeded', amount: 100n, disputedAmount: 60n } as const;
    expect(refundableAmount(payment({ ...lost, refundedAmount: 30n }))).toBe(10n);
    expect(refundableAmount(payment({ ...lost, refundedAmount: 50n }))).toBe(0n);
  });
});
