/** The life of a payment: from each status, the ones it may move to. Checked at boot. */
export const PAYMENT_TRANSITIONS = {
  pending: ['succeeded', 'failed', 'requires_action', 'unknown'],
  requires_action: ['succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'failed', 'pending'],
  succeeded: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type PaymentStatus = keyof typeof PAYMENT_TRANSITIONS;
export type TransitionTable = Readonly<Record<string, readonly string[]>>;

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

/** Throws when the table names an unknown state, has one that cannot be reached or left, or lets a terminal one be left. */
export function assertTransitions(table: TransitionTable, initial: string, terminal: readonly string[]): void {
  const targets = Object.values(table).flat();
  const unnamed = [initial, ...terminal, ...targets].find((state) => !Object.hasOwn(table, state));
  if (unnamed !== undefined) throw new Error(`there is no state ${unnamed}`);
  const reached = reachableFrom(table, initial);
  for (const [state, exits] of Object.entries(table)) {
    if (!reached.has(state)) throw new Error(`state ${state} cannot be reached`);
    if (terminal.includes(state) && exits.length > 0) throw new Error(`terminal state ${state} can be left`);
    if (!terminal.includes(state) && exits.length === 0) throw new Error(`state ${state} cannot be left`);
  }
}

function reachableFrom(table: TransitionTable, initial: string): ReadonlySet<string> {
  const reached = new Set([initial]);
  // A set yields what is added to it while it is walked.
  for (const state of reached) for (const target of table[state] ?? []) reached.add(target);
  return reached;
}
