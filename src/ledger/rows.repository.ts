import type { Prisma } from '../platform/postgres/index.ts';
import type { Hold, HoldStatus, Transfer } from './core/index.ts';

export function toTransfer(row: Prisma.LedgerTransferGetPayload<object>): Transfer {
  const { debitAccountId: debit, creditAccountId: credit, metadata, ...rest } = row;
  return { ...rest, debit, credit, metadata: metadata as Record<string, unknown> | null };
}

export function toHold(row: Prisma.LedgerHoldGetPayload<object>): Hold {
  const { id, kind, debitAccountId, creditAccountId, asset, amount, captured, status, expiresAt, createdAt } = row;
  return {
    id,
    kind,
    debit: debitAccountId,
    credit: creditAccountId,
    asset,
    amount,
    captured,
    status: status as HoldStatus,
    expiresAt,
    createdAt,
  };
}
