export { assertTransitions } from '../../shared/transitions.ts';

/**
 * The life of a payment: from each status, the ones it may move to. Checked at boot. `capturing` and `canceling` are what was
 * asked of the provider and is not confirmed; from there only the provider's word leads on.
 */
export const PAYMENT_TRANSITIONS = {
  pending: ['succeeded', 'failed', 'requires_action', 'authorized', 'canceled', 'unknown'],
  requires_action: ['succeeded', 'failed', 'authorized', 'canceling', 'canceled', 'unknown'],
  unknown: ['succeeded', 'failed', 'authorized', 'canceled', 'pending'],
  authorized: ['capturing', 'canceling', 'succeeded', 'canceled', 'unknown'],
  capturing: ['succeeded', 'canceled', 'unknown'],
  canceling: ['canceled', 'succeeded', 'failed', 'unknown'],
  succeeded: [],
  failed: [],
  canceled: [],
} as const satisfies Record<string, readonly string[]>;

export type PaymentStatus = keyof typeof PAYMENT_TRANSITIONS;

export const PAYMENT_STATUSES = Object.keys(PAYMENT_TRANSITIONS) as PaymentStatus[];
export const INITIAL_STATUS: PaymentStatus = 'pending';
export const TERMINAL_STATUSES: readonly PaymentStatus[] = ['succeeded', 'failed', 'canceled'];
export const UNRESOLVED_STATUSES = PAYMENT_STATUSES.filter((status) => !isTerminal(status));
/** Asked about when something is heard of them: what ended without money may be said to have taken some. */
export const INQUIRED_STATUSES = PAYMENT_STATUSES.filter((status) => status !== 'succeeded');

// The charge may still be on its way, so that nothing was heard of it says something.
const BEING_CHARGED: readonly PaymentStatus[] = ['pending', 'requires_action'];

export function isTerminal(status: PaymentStatus): boolean {
  return TERMINAL_STATUSES.includes(status);
}

export function isBeingCharged(status: PaymentStatus): boolean {
  return BEING_CHARGED.includes(status);
}

/**
 * The statuses to pass through from one to another; empty when the table has no way, and when there is nowhere to go. An
 * unknown payment of which the provider says that it waits for its owner was pending all along, so it passes through there.
 */
export function stepsBetween(from: PaymentStatus, to: PaymentStatus): readonly PaymentStatus[] {
  if (from === to) return [];
  if (allows(from, to)) return [to];
  return allows(from, INITIAL_STATUS) && allows(INITIAL_STATUS, to) ? [INITIAL_STATUS, to] : [];
}

export function allows(from: PaymentStatus, to: PaymentStatus): boolean {
  const targets: readonly PaymentStatus[] = PAYMENT_TRANSITIONS[from];
  return targets.includes(to);
}
