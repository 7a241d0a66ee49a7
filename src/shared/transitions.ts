/** From each state, those it may move to. A state that goes nowhere is an end. */
export type TransitionTable = Readonly<Record<string, readonly string[]>>;

/**
 * Throws when the table names an unknown state, has one that cannot be reached or left, leads to itself or has no way to an end, or lets a
 * terminal one be left.
 */
export function assertTransitions(table: TransitionTable, initial: string, terminal: readonly string[]): void {
  const targets = Object.values(table).flat();
  const unnamed = [initial, ...terminal, ...targets].find((state) => !Object.hasOwn(table, state));
  if (unnamed !== undefined) throw new Error(`there is no state ${unnamed}`);
  const reached = reachableFrom(table, initial);
  for (const [state, exits] of Object.entries(table)) {
    if (!reached.has(state)) throw new Error(`state ${state} cannot be reached`);
    if (exits.includes(state)) throw new Error(`state ${state} leads to itself`);
    if (terminal.includes(state) && exits.length > 0) throw new Error(`terminal state ${state} can be left`);
    if (!terminal.includes(state) && exits.length === 0) throw new Error(`state ${state} cannot be left`);
    const ways = reachableFrom(table, state);
    if (!terminal.some((end) => ways.has(end))) throw new Error(`state ${state} has no way to an end`);
  }
}

/** The state itself, and all that it can lead to. */
function reachableFrom(table: TransitionTable, start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  // A set yields what is added to it while it is walked, so this visits every state once.
  for (const state of reached) for (const target of table[state] ?? []) reached.add(target);
  return reached;
}
