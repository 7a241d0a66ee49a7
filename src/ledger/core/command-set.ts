import type { LedgerCommand } from './command.ts';
import { refused, type Verdict } from './verdict.ts';

/** Cuts a batch into the sets that stand or fall together: neighbours with the same link, and everything else alone. */
export function linkedSets(commands: readonly LedgerCommand[]): LedgerCommand[][] {
  const sets: LedgerCommand[][] = [];
  for (const command of commands) {
    const last = sets.at(-1);
    if (last && command.link !== undefined && last[0]?.link === command.link) last.push(command);
    else sets.push([command]);
  }
  return sets;
}

/** A set that was done before exists as a whole; a mixture of old and new is another set under a used id. */
export function sameAsNeighbour(verdict: Verdict, neighbour: Verdict | undefined): Verdict {
  if (!neighbour || verdict.outcome === 'refused' || verdict.outcome === neighbour.outcome) return verdict;
  return refused('exists_with_different_content');
}
