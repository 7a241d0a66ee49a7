import { covers, isCreditableAs, isDebitableAs, limitOf, type AccountState } from './account.ts';
import { allowsPosting } from './posting-templates.ts';
import { changeAccount, type PostedTransfer, type State } from './state.ts';
import type { LedgerRefusal } from './verdict.ts';

export interface Movement {
  readonly command: PostedTransfer['command'];
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly asset: string;
  /** A hold already set the amount aside. */
  readonly covered: boolean;
}

/** Moves the amount and writes the transfer with its two entries; or says why it may not, and changes nothing. */
export function move(state: State, movement: Movement, at: Date): LedgerRefusal | undefined {
  const { command, debit, credit, amount, asset } = movement;
  const owner = command.op === 'transfer' ? command.owner : undefined;
  const debited = state.accounts.get(debit);
  const credited = state.accounts.get(credit);
  if (!debited || !isDebitableAs(owner, debited)) return 'debit_account_not_found';
  if (!credited || !isCreditableAs(owner, credited)) return 'credit_account_not_found';
  const refusal = movementRefusal(state, debited, credited, movement);
  if (refusal) return refusal;
  const createdAt = latest(at, state.closedThrough);
  const transfer = { command, debit, credit, amount, asset, effectiveAt: effectiveAtOf(command) ?? createdAt };
  state.transfers.set(command.id, transfer);
  enter(state, debited, -amount, transfer, createdAt);
  enter(state, credited, amount, transfer, createdAt);
  return undefined;
}

function movementRefusal(
  state: State,
  debited: AccountState,
  credited: AccountState,
  { command, asset, amount, covered }: Movement,
): LedgerRefusal | undefined {
  if (debited.id === credited.id) return 'same_account';
  if (debited.asset !== asset || credited.asset !== asset) return 'asset_mismatch';
  if (command.op !== 'reversal' && !allowsPosting(state.templates, command.kind, debited.kind, credited.kind))
    return 'posting_not_allowed';
  if (debited.status === 'closed' || credited.status === 'closed') return 'account_closed';
  if (debited.status === 'frozen') return 'account_frozen';
  if (!covered && debited.normalSide === 'credit' && !covers(debited, amount)) return 'insufficient_funds';
  if (credited.normalSide === 'debit' && !covers(credited, amount)) return 'insufficient_funds';
  if (debited.posted - amount < -limitOf(debited) || credited.posted + amount > limitOf(credited))
    return 'balance_limit_exceeded';
  if (isTooEarly(effectiveAtOf(command), debited, credited)) return 'effective_at_too_early';
  return isReferenceTaken(state, command, debited.id) ? 'reference_taken' : undefined;
}

function effectiveAtOf(command: PostedTransfer['command']): Date | undefined {
  return command.op === 'transfer' ? command.effectiveAt : undefined;
}

// Nothing can have happened to an account before it was there.
function isTooEarly(effectiveAt: Date | undefined, debited: AccountState, credited: AccountState): boolean {
  return effectiveAt !== undefined && (effectiveAt < debited.createdAt || effectiveAt < credited.createdAt);
}

// A payer's own reference names one transfer of a kind.
function isReferenceTaken(state: State, { kind, reference }: PostedTransfer['command'], debit: string): boolean {
  if (reference === undefined) return false;
  return [...state.transfers.values()].some(
    (earlier) => earlier.debit === debit && earlier.command.kind === kind && earlier.command.reference === reference,
  );
}

function enter(
  state: State,
  account: AccountState,
  amount: bigint,
  { command, effectiveAt }: PostedTransfer,
  createdAt: Date,
): void {
  const { id: accountId, posted: balanceBefore } = account;
  const balanceAfter = balanceBefore + amount;
  const version = account.version + 1n;
  changeAccount(state, account, { posted: balanceAfter, version });
  const balances = { amount, balanceBefore, balanceAfter, version };
  state.entries.push({ transferId: command.id, accountId, ...balances, effectiveAt, createdAt });
}

function latest(at: Date, closedThrough: Date | undefined): Date {
  return closedThrough && closedThrough > at ? closedThrough : at;
}
