import type { TransferCommand } from '../../ledger/core/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { canBecome, type AdjustmentDecision, type AdjustmentStatus } from './adjustment-state.ts';

export const ADJUSTMENT_DIRECTIONS = ['credit', 'debit'] as const;

/** As the wallet's owner sees it: a credit comes in, a debit goes out. */
export type AdjustmentDirection = (typeof ADJUSTMENT_DIRECTIONS)[number];

/** A correction of a wallet, asked for by one person (the maker) and posted when another (the checker) approves. */
export interface Adjustment {
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
  readonly status: AdjustmentStatus;
  readonly makerId: string;
  readonly checkerId: string | null;
  readonly decisionReason: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}

/** Who decides what: the maker may only take it back, and everything else is for somebody else. */
export interface Decision {
  readonly to: AdjustmentDecision;
  readonly by: string;
  readonly reason?: string;
}

/** Anybody's wallet is adjusted but one's own. Refuses `forbidden`. */
export function demandSomebodyElses(wallet: { readonly ownerId: string | null }, personId: string): void {
  if (wallet.ownerId === personId) throw refuse('forbidden', 'Nobody adjusts a wallet of their own');
}

/** Refuses `adjustment_not_actionable`, `same_person` and `forbidden`. */
export function demandDecidable({ status, makerId }: Adjustment, { to, by }: Decision): void {
  if (to === 'cancelled' && by !== makerId) throw refuse('forbidden', 'Only who asked for it may take it back');
  if (to !== 'cancelled' && by === makerId) throw refuse('same_person');
  if (!canBecome(status, to)) throw refuse('adjustment_not_actionable', `The adjustment is ${status}`);
}

/** The adjustment as the decision leaves it. */
export function decided(adjustment: Adjustment, { to, by, reason }: Decision, at: Date): Adjustment {
  const checkerId = to === 'cancelled' ? null : by;
  const version = adjustment.version + 1;
  return { ...adjustment, status: to, checkerId, decisionReason: reason ?? null, version, decidedAt: at };
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
