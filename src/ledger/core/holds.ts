import { covers, isCreditableAs, isDebitableAs, limitOf, type AccountState } from './account.ts';
import type { CaptureCommand, HoldCommand, VoidCommand } from './command.ts';
import { move } from './movement.ts';
import { allowsPosting } from './posting-templates.ts';
import type { HoldStatus } from './records.ts';
import { changeAccount, type HeldMoney, type State } from './state.ts';
import type { LedgerRefusal } from './verdict.ts';

export function placeHold(state: State, command: HoldCommand, at: Date): LedgerRefusal | undefined {
  const { id, debit, credit, amount, asset, owner } = command;
  if (amount <= 0n) return 'amount_invalid';
  if (command.expiresAt <= at) return 'expiry_in_past';
  const debited = state.accounts.get(debit);
  if (!debited || !isDebitableAs(owner, debited)) return 'debit_account_not_found';
  if (debited.normalSide !== 'credit') return 'account_not_holdable';
  if (debited.asset !== asset) return 'asset_mismatch';
  if (debited.status === 'closed') return 'account_closed';
  if (debited.status === 'frozen') return 'account_frozen';
  const target =
    credit === undefined ? untargetedRefusal(state, command, debited) : targetRefusal(state, command, debited, credit);
  if (target) return target;
  if (!covers(debited, amount)) return 'insufficient_funds';
  state.holds.set(id, { command, captured: 0n, status: 'pending' });
  pend(state, command, amount);
  return undefined;
}

// What names no target must still be able to have one.
function untargetedRefusal(state: State, { kind }: HoldCommand, debited: AccountState): LedgerRefusal | undefined {
  return allowsPosting(state.templates, kind, debited.kind) ? undefined : 'posting_not_allowed';
}

function targetRefusal(
  state: State,
  { kind, amount, owner }: HoldCommand,
  debited: AccountState,
  credit: string,
): LedgerRefusal | undefined {
  const credited = state.accounts.get(credit);
  if (!credited || !isCreditableAs(owner, credited)) return 'credit_account_not_found';
  if (credited.id === debited.id) return 'same_account';
  if (credited.asset !== debited.asset) return 'asset_mismatch';
  if (!allowsPosting(state.templates, kind, debited.kind, credited.kind)) return 'posting_not_allowed';
  if (credited.status === 'closed') return 'account_closed';
  return credited.pendingCredits + amount > limitOf(credited) ? 'balance_limit_exceeded' : undefined;
}

export function captureHold(state: State, command: CaptureCommand, at: Date): LedgerRefusal | undefined {
  const hold = state.holds.get(command.hold);
  if (!hold) return 'hold_not_found';
  if (hold.status !== 'pending') return resolvedRefusal(hold);
  const rest = hold.command.amount - hold.captured;
  const amount = command.amount ?? rest;
  if (amount <= 0n) return 'amount_invalid';
  if (amount > rest) return 'capture_exceeds_hold';
  const credit = command.credit ?? hold.command.credit;
  if (credit === undefined) return 'capture_target_required';
  const { debit, asset } = hold.command;
  const refusal = move(state, { command, debit, credit, amount, asset, covered: true }, at);
  if (refusal) return refusal;
  const captured = { ...hold, captured: hold.captured + amount };
  state.holds.set(command.hold, captured);
  pend(state, hold.command, -amount);
  if (amount === rest || command.final !== false) resolve(state, captured, 'captured');
  return undefined;
}

export function voidHold(state: State, command: VoidCommand): LedgerRefusal | undefined {
  const hold = state.holds.get(command.hold);
  if (!hold) return 'hold_not_found';
  if (hold.status !== 'pending') return resolvedRefusal(hold);
  resolve(state, hold, 'voided');
  return undefined;
}

/** Lets go of every hold that is past its time. */
export function expireHolds(state: State, at: Date): void {
  for (const hold of state.holds.values()) {
    if (hold.status === 'pending' && hold.command.expiresAt <= at) resolve(state, hold, 'expired');
  }
}

function resolvedRefusal({ status }: HeldMoney): LedgerRefusal {
  return status === 'expired' ? 'hold_expired' : 'hold_not_pending';
}

function resolve(state: State, hold: HeldMoney, status: HoldStatus): void {
  pend(state, hold.command, hold.captured - hold.command.amount);
  state.holds.set(hold.command.id, { ...hold, status });
}

function pend(state: State, { debit, credit }: HoldCommand, amount: bigint): void {
  const debited = state.accounts.get(debit);
  if (debited) changeAccount(state, debited, { pendingDebits: debited.pendingDebits + amount });
  const credited = credit === undefined ? undefined : state.accounts.get(credit);
  if (credited) changeAccount(state, credited, { pendingCredits: credited.pendingCredits + amount });
}
