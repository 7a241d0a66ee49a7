import type { AccountKind, AccountState, Balances } from './core/index.ts';

/** An account as it stands at a moment: holds past their time no longer count in its balances. */
export interface Account extends AccountState {
  readonly code: string;
  readonly balances: Balances;
}

/** What an account is opened with. Opening the same kind, owner and asset again gives the account that is there. */
export interface OpenAccount {
  readonly id: string;
  readonly kind: AccountKind;
  /** Whose it is: a user, a venue, a provider's name; null for the platform's own. */
  readonly owner: string | null;
  readonly ownerId: string | null;
  readonly asset: string;
}

/** Which accounts to list; those whose code comes after `after`. */
export interface AccountFilter {
  readonly code?: string;
  readonly kind?: string;
  readonly ownerId?: string;
  readonly asset?: string;
  readonly after?: string;
  readonly limit: number;
}
