import type { AccountKind, NormalSide } from './chart.ts';
import { MAX_AMOUNT } from './command.ts';

/** Accounts without limit, such as what a provider owes us in all, may grow beyond a JSON number, well within a bigint. */
const MAX_UNLIMITED_BALANCE = 4_000_000_000_000_000_000n;

export type AccountStatus = 'open' | 'frozen' | 'closed';

/** What posting needs to know of an account. Amounts are in the asset's smallest unit. */
export interface AccountState {
  readonly id: string;
  readonly kind: AccountKind;
  readonly ownerId: string | null;
  readonly asset: string;
  readonly normalSide: NormalSide;
  readonly overdraftLimit: bigint | null;
  readonly status: AccountStatus;
  /** Credits less debits, whatever the normal side: these sum to zero over all accounts of an asset. */
  readonly posted: bigint;
  readonly pendingDebits: bigint;
  readonly pendingCredits: bigint;
  /** What freezes keep; the status is `frozen` while one of the whole account is active. */
  readonly frozen: bigint;
  /** How many entries the account has. */
  readonly version: bigint;
  readonly createdAt: Date;
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

type Amounts = Pick<
  AccountState,
  'normalSide' | 'overdraftLimit' | 'posted' | 'pendingDebits' | 'pendingCredits' | 'frozen'
>;

export function balancesOf(account: Amounts): Balances {
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

/** How far a balance, or what is pending into it, may grow. */
export function limitOf(account: Pick<AccountState, 'overdraftLimit'>): bigint {
  return account.overdraftLimit === null ? MAX_UNLIMITED_BALANCE : MAX_AMOUNT;
}

/** Whether `amount` may leave the account in its own direction. */
export function covers(account: AccountState, amount: bigint): boolean {
  const { available } = balancesOf(account);
  return available === null || available >= amount;
}

/** Whoever acts as an owner takes only from a wallet of theirs. */
export function isDebitableAs(owner: string | undefined, account: AccountState): boolean {
  return owner === undefined || (account.kind === 'wallet' && account.ownerId === owner);
}

/** Whoever acts as an owner gives only to wallets, anybody's. */
export function isCreditableAs(owner: string | undefined, account: AccountState): boolean {
  return owner === undefined || account.kind === 'wallet';
}
