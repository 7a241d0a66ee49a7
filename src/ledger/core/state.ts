import type { AccountState } from './account.ts';
import type { CaptureCommand, FreezeCommand, HoldCommand, ReversalCommand, TransferCommand } from './command.ts';
import type { PostingTemplate } from './posting-templates.ts';
import type { Entry, HoldStatus } from './records.ts';

export interface PostedTransfer {
  readonly command: TransferCommand | ReversalCommand | CaptureCommand;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly asset: string;
  readonly effectiveAt: Date;
}

export interface HeldMoney {
  readonly command: HoldCommand;
  readonly captured: bigint;
  readonly status: HoldStatus;
}

export interface PlacedFreeze {
  readonly command: FreezeCommand;
  readonly released: bigint;
  readonly active: boolean;
}

/** A set of books at a moment. Records are replaced and never changed, so a copy of the maps is a copy of the books. */
export interface State {
  readonly templates: readonly PostingTemplate[];
  readonly accounts: Map<string, AccountState>;
  readonly transfers: Map<string, PostedTransfer>;
  readonly holds: Map<string, HeldMoney>;
  readonly freezes: Map<string, PlacedFreeze>;
  readonly entries: Entry[];
  /** Nothing takes effect before this moment any more. */
  readonly closedThrough?: Date;
}

export function emptyState(templates: readonly PostingTemplate[]): State {
  return { templates, accounts: new Map(), transfers: new Map(), holds: new Map(), freezes: new Map(), entries: [] };
}

export function copyOf(state: State): State {
  return {
    ...state,
    accounts: new Map(state.accounts),
    transfers: new Map(state.transfers),
    holds: new Map(state.holds),
    freezes: new Map(state.freezes),
    entries: [...state.entries],
  };
}

export function changeAccount(state: State, account: AccountState, changes: Partial<AccountState>): void {
  state.accounts.set(account.id, { ...account, ...changes });
}
