import { covers, limitOf, type AccountState } from './account.ts';
import { type CaptureCommand, type HoldCommand, type ReversalCommand, type TransferCommand } from './command.ts';
import type { HoldStatus } from './records.ts';
import type { LedgerRefusal } from './verdict.ts';

export interface PostedTransfer {
  readonly command: TransferCommand | ReversalCommand | CaptureCommand;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly asset: string;
}

export interface HeldMoney {
  readonly command: HoldCommand;
  readonly captured: bigint;
  readonly status: HoldStatus;
}

export interface Movement {
  readonly command: PostedTransfer['command'];
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly asset: string;
  /** A hold already set the amount aside. */
  readonly covered: boolean;
}

/** Why `amount` may not go from one account to the other; undefined when it may. */
export function movementRefusal(
  debited: AccountState,
  credited: AccountState,
  { command, asset, amount, covered }: Movement,
): LedgerRefusal | undefined {
  if (debited.id === credited.id) return 'same_account';
  if (debited.asset !== asset || credited.asset !== asset) return 'asset_mismatch';
  if (debited.status === 'closed' || credited.status === 'closed') return 'account_closed';
  if (debited.status === 'frozen') return 'account_frozen';
  if (!covered && debited.normalSide === 'credit' && !covers(debited, amount)) return 'insufficient_funds';
  if (credited.normalSide === 'debit' && !covers(credited, amount)) return 'insufficient_funds';
  if (debited.posted - amount < -limitOf(debited) || credited.posted + amount > limitOf(credited))
    return 'balance_limit_exceeded';
  if (tooEarly(command, debited, credited)) return 'effective_at_too_early';
  return undefined;
}

/** Why a hold can no longer be resolved; undefined when it can. */
export function unresolved(hold: HeldMoney | undefined): LedgerRefusal | undefined {
  if (!hold) return 'hold_not_found';
  if (hold.status === 'expired') return 'hold_expired';
  return hold.status === 'pending' ? undefined : 'hold_not_pending';
}

// Nothing can have happened to an account before it was there.
function tooEarly(command: Movement['command'], debited: AccountState, credited: AccountState): boolean {
  const effectiveAt = command.op === 'transfer' ? command.effectiveAt : undefined;
  return effectiveAt !== undefined && (effectiveAt < debited.createdAt || effectiveAt < credited.createdAt);
}
