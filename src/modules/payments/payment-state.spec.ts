import {
  assertTransitions,
  INITIAL_STATUS,
  isTerminal,
  PAYMENT_STATUSES,
  PAYMENT_TRANSITIONS,
  stepsBetween,
  TERMINAL_STATUSES,
  UNRESOLVED_STATUSES,
} from './payment-state.ts';

describe('the life of a payment', () => {
  it('is a sound table', () => {
    expect(() => assertTransitions(PAYMENT_TRANSITIONS, INITIAL_STATUS, TERMINAL_STATUSES)).not.toThrow();
    expect(UNRESOLVED_STATUSES).toEqual([
      ...['pending', 'requires_action', 'unknown', 'authorized', 'capturing', 'canceling'],
    ]);
  });

  it('has no way out of a terminal status', () => {
    for (const from of PAYMENT_STATUSES.filter(isTerminal)) {
      for (const to of PAYMENT_STATUSES) expect(stepsBetween(from, to)).toEqual([]);
    }
  });

  it('goes where the table says, and through pending from unknown to requires_action', () => {
    expect(stepsBetween('pending', 'succeeded')).toEqual(['succeeded']);
    expect(stepsBetween('unknown', 'failed')).toEqual(['failed']);
    expect(stepsBetween('unknown', 'requires_action')).toEqual(['pending', 'requires_action']);
    expect(stepsBetween('requires_action', 'pending')).toEqual([]);
    expect(stepsBetween('unknown', 'unknown')).toEqual([]);
    expect(stepsBetween('capturing', 'authorized')).toEqual([]);
    expect(stepsBetween('capturing', 'canceling')).toEqual([]);
    expect(stepsBetween('canceling', 'capturing')).toEqual([]);
  });

  it('takes only steps that the table has', () => {
    for (const from of PAYMENT_STATUSES) {
      for (const to of PAYMENT_STATUSES) {
        const path = [from, ...stepsBetween(from, to)];
        for (const [index, status] of path.slice(1).entries()) {
          expect(PAYMENT_TRANSITIONS[path[index] ?? from] as readonly string[]).toContain(status);
        }
      }
    }
  });
});
