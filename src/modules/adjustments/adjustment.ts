import type { TransferCommand } from '../../ledger/core/index.ts';
import type { SecondedRequest } from '../../shared/maker-checker.ts';
import { refuse } from '../../shared/refusal.ts';

export const ADJUSTMENT_DIRECTIONS = ['credit', 'debit'] as const;

/** As the wallet's owner sees it: a credit comes in, a debit goes out. */
export type AdjustmentDirection = (typeof ADJUSTMENT_DIRECTIONS)[number];

/** A correction of a wallet, asked for by one person (the maker) and posted when another (the checker) approves. */
export interface Adjustment extends SecondedRequest {
  readonly id: string;
  readonly walletId: string;
  /** Of the transfer that it becomes. Told to nobody before it is posted: whoever knew it could take it first. */
  readonly transferId: string;
  readonly direction: AdjustmentDirection;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  /** Why, in the maker's words. For who decides and for who audits, not for the wallet's owner. */
  readonly reason: string;
  readonly reference: string | null;
  readonly effectiveAt: Date | null;
  readonly createdAt: Date;
}

/** Anybody's wallet is adjusted but one's own. Refuses `forbidden`. */
export function demandSomebodyElses(wallet: { readonly ownerId: string | null }, personId: string): void {
  if (wallet.ownerId === personId) throw refuse('forbidden', 'Nobody adjusts a wallet of their own');
}

/** What it asks of the ledger when it is approved; `contra` is the account that stands for what was wrong. */
export function commandOf(adjustment: Adjustment, contra: string): TransferCommand {
  const { transferId: id, walletId, direction, amount, currency: asset, reference, effectiveAt, makerId } = adjustment;
  const [debit, credit] = direction === 'credit' ? [contra, walletId] : [walletId, contra];
  return {
    ...{ op: 'transfer', kind: 'adjustment', id, debit, credit, amount, asset, initiatorId: makerId },
    reference: reference ?? undefined,
    effectiveAt: effectiveAt ?? undefined,
  };
}
