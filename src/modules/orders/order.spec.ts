import { MAX_AMOUNT } from '../../ledger/core/index.ts';
import { asOf, mergedQuantities, partyOf, refuseUnlessPossible, requireParty, totalOf, type Order } from './order.ts';
import type { OrderStatus } from './order-state.ts';

const EXPIRES_AT = new Date('2026-11-22T20:15:00.000Z');
const JUST_BEFORE = new Date(EXPIRES_AT.getTime() - 1);

function order(status: OrderStatus): Order {
  const ids = {
    id: 'order',
    buyerId: 'buyer',
    recipientId: 'recipient',
    venueId: 'venue',
    walletId: 'wallet',
    holdId: 'hold',
  };
  const times = { expiresAt: EXPIRES_AT, createdAt: JUST_BEFORE, updatedAt: JUST_BEFORE, redeemedAt: null };
  return { ...ids, ...times, status, amount: 10n, currency: 'INR', message: null, items: [], version: 1 };
}

const item = (unitPrice: bigint, quantity: number) => ({ menuItemId: 'x', name: 'x', unitPrice, quantity });

describe('an order', () => {
  it.each(['PAID', 'ACCEPTED'] as const)('that is %s expires at its exact time', (status) => {
    expect(asOf(order(status), JUST_BEFORE).status).toBe(status);
    expect(asOf(order(status), EXPIRES_AT).status).toBe('EXPIRED');
  });

  it.each(['REDEEMED', 'REJECTED', 'CANCELLED'] as const)('that is %s stays so when its time is over', (status) => {
    expect(asOf(order(status), EXPIRES_AT).status).toBe(status);
  });

  it('says that it has expired rather than that it is not actionable', () => {
    expect(() => refuseUnlessPossible(order('PAID'), 'ACCEPTED', EXPIRES_AT)).toThrow('order_expired');
    expect(() => refuseUnlessPossible(order('EXPIRED'), 'CANCELLED', EXPIRES_AT)).toThrow('order_expired');
    expect(() => refuseUnlessPossible(order('ACCEPTED'), 'CANCELLED', JUST_BEFORE)).toThrow('order_not_actionable');
    expect(() => refuseUnlessPossible(order('PAID'), 'ACCEPTED', JUST_BEFORE)).not.toThrow();
  });

  it('has two parties, and strangers do not learn that it exists', () => {
    expect(partyOf(order('PAID'), 'buyer')).toBe('buyer');
    expect(partyOf(order('PAID'), 'recipient')).toBe('recipient');
    expect(() => requireParty(order('PAID'), 'stranger', 'buyer')).toThrow('not_found');
    expect(() => requireParty(order('PAID'), 'buyer', 'recipient')).toThrow('forbidden');
  });

  it('is worth the sum of its items, up to what the wire can carry', () => {
    expect(totalOf([item(1_400n, 2), item(1n, 3)])).toBe(2_803n);
    expect(totalOf([item(MAX_AMOUNT, 1)])).toBe(MAX_AMOUNT);
    expect(() => totalOf([item(MAX_AMOUNT, 1), item(1n, 1)])).toThrow('amount_invalid');
  });

  it('merges an item that is named twice, and bounds what comes of it', () => {
    const twice = [
      { menuItemId: 'a', quantity: 20 },
      { menuItemId: 'b', quantity: 1 },
      { menuItemId: 'a', quantity: 30 },
    ];
    expect([...mergedQuantities(twice)]).toEqual([
      ['a', 50],
      ['b', 1],
    ]);
    expect(() => mergedQuantities([...twice, { menuItemId: 'a', quantity: 1 }])).toThrow('validation_failed');
  });
});
