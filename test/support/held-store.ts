import type { BatchStore } from '../../src/ledger/group-commit.ts';
import type { LedgerCommand } from '../../src/ledger/core/index.ts';
import type { PostItem, Posted } from '../../src/ledger/post-item.ts';
import { PATIENCE_MS } from './patience.ts';

// A store in memory that answers when the test lets it; what the SQL function does is tested on PostgreSQL.

export const ITEMS_FAULT = 'somebody’s fault';
export const LOCKED = 'locked by somebody else';
export const WRITTEN_AT = new Date('2026-11-20T12:00:00.000Z');

export class Held implements BatchStore {
  readonly batches: { readonly items: readonly PostItem[]; readonly hurried: boolean; readonly end: () => void }[] = [];
  /** What comes of a batch; the default is that everything is posted. */
  outcome: (items: readonly PostItem[]) => Posted[] = (items) => items.map(posted);

  write(items: readonly PostItem[], hurried: boolean): Promise<Posted[]> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        try {
          resolve(this.outcome(items));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.batches.push({ items, hurried, end });
    });
  }

  isItemsFault(error: unknown): boolean {
    return this.isLocked(error) || (error instanceof Error && error.message === ITEMS_FAULT);
  }

  isLocked(error: unknown): boolean {
    return error instanceof Error && error.message === LOCKED;
  }

  get sizes(): number[] {
    return this.batches.map(({ items }) => items.length);
  }
}

// On accounts of its own, so that it may go beside any other.
function command(id: string): LedgerCommand {
  return { op: 'transfer', id, kind: 'transfer', debit: `${id} from`, credit: `${id} to`, amount: 1n, asset: 'INR' };
}

export function item(id: string, scope?: string, size = 1): PostItem {
  const claim = scope === undefined ? undefined : { scope, fingerprint: 'f' };
  return { claim, commands: Array.from({ length: size }, (_, n) => command(`${id}.${n}`)) };
}

export function posted({ commands }: PostItem): Posted {
  return { state: 'posted', verdicts: commands.map(() => ({ outcome: 'posted' })), writtenAt: WRITTEN_AT };
}

/** One transfer between these two. */
export function sharing(debit: string, credit: string): PostItem {
  return { commands: [{ op: 'transfer', id: 'x', kind: 'transfer', debit, credit, amount: 1n, asset: 'INR' }] };
}

export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export async function until(happened: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!happened()) {
    if (Date.now() > deadline) throw new Error('it did not happen');
    await turn();
  }
}

/** Ends every batch that the store has and gets, until nobody waits. */
export async function endAll(store: Held, group: { readonly depth: number }): Promise<void> {
  for (let ended = 0; ended < store.batches.length || group.depth > 0;) {
    if (ended < store.batches.length) store.batches[ended++]?.end();
    else await turn();
    await turn();
    await turn();
  }
}
