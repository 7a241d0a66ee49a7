import type { LedgerCommand } from './core/index.ts';
import type { PostItem } from './post-item.ts';

/** What the audit log is told of a command: enough to say what it was; the rest the ledger has. */
const NOTED = ['op', 'id', 'kind', 'debit', 'credit', 'amount', 'asset', 'hold', 'reverses'] as const;

/** One text for a batch: who asked for what, an element for each item. */
export function notesOf(items: readonly PostItem[]): string {
  return JSON.stringify(items.map(({ author, commands }) => ({ author, commands: commands.map(noted) })));
}

function noted(command: LedgerCommand): Record<string, string> {
  const said = command as Partial<Record<(typeof NOTED)[number], string | bigint>>;
  const note: Record<string, string> = {};
  for (const name of NOTED) {
    const value = said[name];
    if (value !== undefined) note[name] = value.toString();
  }
  return note;
}
