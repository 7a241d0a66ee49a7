import {
  assertOrderTransitions,
  canBecome,
  ORDER_STATUSES,
  ORDER_TRANSITIONS,
  type OrderStatus,
  type OrderTransitions,
} from './order-state.ts';

const altered = (status: OrderStatus, to: readonly OrderStatus[]): OrderTransitions => ({
  ...ORDER_TRANSITIONS,
  [status]: to,
});

describe('the transitions of an order', () => {
  it('pass the check that runs at boot', () => {
    expect(() => assertOrderTransitions()).not.toThrow();
  });

  it.each<[string, OrderStatus, OrderStatus[], string]>([
    ['a status that cannot be reached', 'PAID', ['ACCEPTED', 'CANCELLED', 'EXPIRED'], 'REJECTED cannot be reached'],
    ['a status that leads to itself', 'ACCEPTED', ['ACCEPTED', 'REDEEMED', 'EXPIRED'], 'ACCEPTED leads to itself'],
    ['held money that cannot expire', 'ACCEPTED', ['REDEEMED'], 'ACCEPTED holds money and cannot expire'],
  ])('refuse %s', (_what, status, to, message) => {
    expect(() => assertOrderTransitions(altered(status, to))).toThrow(message);
  });

  it('refuse a circle without an end', () => {
    const circle: OrderTransitions = { ...altered('REJECTED', ['CANCELLED']), CANCELLED: ['REJECTED'] };
    expect(() => assertOrderTransitions(circle)).toThrow('REJECTED has no way to an end');
  });

  it.each(['REJECTED', 'REDEEMED', 'EXPIRED', 'CANCELLED'] as const)('let nothing follow %s', (ended) => {
    expect(ORDER_STATUSES.filter((status) => canBecome(ended, status))).toEqual([]);
  });

  it('let nobody cancel what was accepted', () => {
    expect(canBecome('PAID', 'CANCELLED')).toBe(true);
    expect(canBecome('ACCEPTED', 'CANCELLED')).toBe(false);
  });
});
