import type { LedgerCommand } from './command.ts';

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

/** What makes two commands with one id the same. The link is not part of it: it says how a batch was sent. */
export function contentOf(command: LedgerCommand): string {
  const { link: _link, ...rest } = command;
  return JSON.stringify(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .sort(),
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
}
