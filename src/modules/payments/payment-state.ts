export { assertTransitions } from '../../shared/transitions.ts';

/** The life of a payment: from each status, the ones it may move to. Checked at boot. */
export const PAYMENT_TRANSITIONS = {
  pending: ['succeeded', 'failed', 'requires_action', 'unknown'],
  requires_action: ['succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'failed', 'pending'],
  succeeded: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type PaymentStatus = keyof typeof PAYMENT_TRANSITIONS;

export const PAYMENT_STATUSES = Object.keys(PAYMENT_TRANSITIONS) as PaymentStatus[];
export const INITIAL_STATUS: PaymentStatus = 'pending';
export const TERMINAL_STATUSES: readonly PaymentStatus[] = ['succeeded', 'failed'];
export const UNRESOLVED_STATUSES = PAYMENT_STATUSES.filter((status) => !isTerminal(status));

export function isTerminal(status: PaymentStatus): boolean {
  return TERMINAL_STATUSES.includes(status);
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

function allows(from: PaymentStatus, to: PaymentStatus): boolean {
  const targets: readonly PaymentStatus[] = PAYMENT_TRANSITIONS[from];
  return targets.includes(to);
}
