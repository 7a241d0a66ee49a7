import type { Prisma } from '../platform/postgres/index.ts';
import type { Entry, Hold, HoldStatus, Transfer } from './core/index.ts';

export function toTransfer(row: Prisma.LedgerTransferGetPayload<object>): Transfer {
  const { debitAccountId: debit, creditAccountId: credit, metadata, ...rest } = row;
  return { ...rest, debit, credit, metadata: metadata as Record<string, unknown> | null };
}

export function toHold(row: Prisma.LedgerHoldGetPayload<object>): Hold {
  const { id, kind, debitAccountId, creditAccountId, asset, amount, captured, status, description } = row;
  const { expiresAt, createdAt } = row;
  return {
    id,
    kind,
    debit: debitAccountId,
    credit: creditAccountId,
    asset,
    amount,
    captured,
    status: status as HoldStatus,
    description,
    expiresAt,
    createdAt,
  };
}

/** An entry with what its transfer says of it. */
export interface ListedEntry extends Entry {
  readonly kind: string;
  readonly reference: string | null;
  readonly description: string | null;
}

export interface ListedEntryRow {
  readonly transfer_id: string;
  readonly account_id: string;
  readonly amount: bigint;
  readonly balance_before: bigint;
  readonly balance_after: bigint;
  readonly version: bigint;
  readonly effective_at: Date;
  readonly created_at: Date;
  readonly kind: string;
  readonly reference: string | null;
  readonly description: string | null;
}

export function toListedEntry(row: ListedEntryRow): ListedEntry {
  return {
    transferId: row.transfer_id,
    accountId: row.account_id,
    amount: BigInt(row.amount),
    balanceBefore: BigInt(row.balance_before),
    balanceAfter: BigInt(row.balance_after),
    version: BigInt(row.version),
    effectiveAt: row.effective_at,
    createdAt: row.created_at,
    kind: row.kind,
    reference: row.reference,
    description: row.description,
  };
}
