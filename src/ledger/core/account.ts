import type { NormalSide } from './chart.ts';

export type AccountStatus = 'open' | 'frozen' | 'closed';

/** What posting needs to know of an account. Amounts are in the asset's smallest unit. */
export interface AccountState {
  readonly id: string;
  readonly asset: string;
  readonly normalSide: NormalSide;
  readonly overdraftLimit: bigint | null;
  readonly status: AccountStatus;
  /** Credits less debits, whatever the normal side: these sum to zero over all accounts of an asset. */
  readonly posted: bigint;
  readonly pendingDebits: bigint;
  readonly pendingCredits: bigint;
  readonly frozen: bigint;
  /** How many entries the account has. */
  readonly version: bigint;
}

/** The balances of an account in its own direction: positive is what its owner has. */
export interface Balances {
  readonly posted: bigint;
  readonly pendingIn: bigint;
  readonly pendingOut: bigint;
  readonly frozen: bigint;
  /** posted - pendingOut - frozen + overdraft; null is without limit. */
  readonly available: bigint | null;
}

export function signOf(side: NormalSide): bigint {
  return side === 'credit' ? 1n : -1n;
}

export function balancesOf(account: Omit<AccountState, 'id' | 'asset' | 'status' | 'version'>): Balances {
  const credit = account.normalSide === 'credit';
  const posted = signOf(account.normalSide) * account.posted;
  const pendingOut = credit ? account.pendingDebits : account.pendingCredits;
  return {
    posted,
    pendingIn: credit ? account.pendingCredits : account.pendingDebits,
    pendingOut,
    frozen: account.frozen,
    available: account.overdraftLimit === null ? null : posted - pendingOut - account.frozen + account.overdraftLimit,
  };
}

/** Whether `amount` may leave the account in its own direction. */
export function covers(account: AccountState, amount: bigint): boolean {
  const { available } = balancesOf(account);
  return available === null || available >= amount;
}
