import { covers } from './account.ts';
import type { FreezeCommand, UnfreezeCommand } from './command.ts';
import { changeAccount, type PlacedFreeze, type State } from './state.ts';
import type { LedgerRefusal } from './verdict.ts';

export function placeFreeze(state: State, command: FreezeCommand): LedgerRefusal | undefined {
  const { id, amount } = command;
  if (amount !== undefined && amount <= 0n) return 'amount_invalid';
  const account = state.accounts.get(command.account);
  if (!account) return 'debit_account_not_found';
  if (account.normalSide !== 'credit') return 'account_not_freezable';
  if (account.status === 'closed') return 'account_closed';
  if (amount !== undefined && !covers(account, amount)) return 'insufficient_funds';
  state.freezes.set(id, { command, released: 0n, active: true });
  changeAccount(state, account, amount === undefined ? { status: 'frozen' } : { frozen: account.frozen + amount });
  return undefined;
}

export function releaseFreeze(state: State, command: UnfreezeCommand): LedgerRefusal | undefined {
  const freeze = state.freezes.get(command.freeze);
  if (!freeze) return 'freeze_not_found';
  if (!freeze.active) return 'freeze_released';
  const { amount: frozen } = freeze.command;
  return frozen === undefined ? releaseAccount(state, freeze, command) : releaseAmount(state, freeze, frozen, command);
}

function releaseAccount(state: State, freeze: PlacedFreeze, { amount }: UnfreezeCommand): LedgerRefusal | undefined {
  if (amount !== undefined) return 'amount_invalid';
  state.freezes.set(freeze.command.id, { ...freeze, active: false });
  const account = state.accounts.get(freeze.command.account);
  if (account?.status === 'frozen' && !isWholeFrozen(state, account.id)) {
    changeAccount(state, account, { status: 'open' });
  }
  return undefined;
}

function releaseAmount(
  state: State,
  freeze: PlacedFreeze,
  frozen: bigint,
  command: UnfreezeCommand,
): LedgerRefusal | undefined {
  const rest = frozen - freeze.released;
  const amount = command.amount ?? rest;
  if (amount <= 0n) return 'amount_invalid';
  if (amount > rest) return 'release_exceeds_freeze';
  state.freezes.set(freeze.command.id, { ...freeze, released: freeze.released + amount, active: amount < rest });
  const account = state.accounts.get(freeze.command.account);
  if (account) changeAccount(state, account, { frozen: account.frozen - amount });
  return undefined;
}

function isWholeFrozen(state: State, account: string): boolean {
  return [...state.freezes.values()].some(
    ({ command, active }) => active && command.account === account && command.amount === undefined,
  );
}
