/** Debit where the balance is what we own (or spent), credit where it is what we owe (or earned). */
export type NormalSide = 'debit' | 'credit';

interface AccountKindRule {
  readonly normalSide: NormalSide;
  /** How far below zero a new account may go, in minor units; null is without limit. */
  readonly overdraftLimit: bigint | null;
}

const NO_OVERDRAFT = 0n;
const UNLIMITED = null;

/** The chart of accounts: what each kind is, and the rule that a new account of the kind starts with. */
export const ACCOUNT_KINDS = {
  wallet: { normalSide: 'credit', overdraftLimit: NO_OVERDRAFT },
  'provider-clearing': { normalSide: 'debit', overdraftLimit: UNLIMITED },
  'venue-payable': { normalSide: 'credit', overdraftLimit: NO_OVERDRAFT },
  'platform-fee': { normalSide: 'credit', overdraftLimit: UNLIMITED },
  'fx-liquidity': { normalSide: 'debit', overdraftLimit: UNLIMITED },
  adjustment: { normalSide: 'credit', overdraftLimit: UNLIMITED },
  dispute: { normalSide: 'credit', overdraftLimit: NO_OVERDRAFT },
  receivable: { normalSide: 'debit', overdraftLimit: NO_OVERDRAFT },
  'write-off': { normalSide: 'debit', overdraftLimit: UNLIMITED },
  'provider-fee': { normalSide: 'debit', overdraftLimit: UNLIMITED },
  'payout-clearing': { normalSide: 'debit', overdraftLimit: UNLIMITED },
  bank: { normalSide: 'debit', overdraftLimit: UNLIMITED },
} as const satisfies Record<string, AccountKindRule>;

export type AccountKind = keyof typeof ACCOUNT_KINDS;

/** The natural key of an account: one wallet a user and asset, one clearing account a provider and asset, and so on. */
export function accountCode(kind: AccountKind, owner: string | null, asset: string): string {
  return [kind, owner, asset].filter((part) => part !== null).join(':');
}
