import type { ReversalCommand, TransferCommand } from './command.ts';
import { move } from './movement.ts';
import type { State } from './state.ts';
import type { LedgerRefusal } from './verdict.ts';

export function postTransfer(state: State, command: TransferCommand, at: Date): LedgerRefusal | undefined {
  const { effectiveAt, debit, credit, amount, asset } = command;
  if (effectiveAt && effectiveAt > at) return 'effective_at_in_future';
  if (effectiveAt && state.closedThrough && effectiveAt < state.closedThrough) return 'effective_at_in_closed_day';
  if (amount <= 0n) return 'amount_invalid';
  return move(state, { command, debit, credit, amount, asset, covered: false }, at);
}

export function postReversal(state: State, command: ReversalCommand, at: Date): LedgerRefusal | undefined {
  const original = state.transfers.get(command.reverses);
  if (!original) return 'transfer_not_found';
  if (original.command.op === 'reversal') return 'transfer_is_reversal';
  const remaining = original.amount - reversedOf(state, command.reverses);
  const amount = command.amount ?? remaining;
  if (remaining === 0n || amount > remaining) return 'reversal_exceeds_transfer';
  if (amount <= 0n) return 'amount_invalid';
  const { debit, credit, asset } = original;
  return move(state, { command, debit: credit, credit: debit, amount, asset, covered: false }, at);
}

function reversedOf(state: State, id: string): bigint {
  const reversals = [...state.transfers.values()].filter(
    ({ command }) => command.op === 'reversal' && command.reverses === id,
  );
  return reversals.reduce((sum, { amount }) => sum + amount, 0n);
}
