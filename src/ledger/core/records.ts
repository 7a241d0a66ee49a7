import type { TransferCommand } from './command.ts';

/** A movement that happened. Never changes. */
export interface Transfer {
  readonly id: string;
  readonly kind: string;
  readonly debit: string;
  readonly credit: string;
  readonly asset: string;
  readonly amount: bigint;
  readonly holdId: string | null;
  readonly reversesId: string | null;
  readonly linkId: string | null;
  readonly reference: string | null;
  readonly description: string | null;
  readonly metadata: Record<string, unknown> | null;
  readonly initiatorId: string | null;
  readonly effectiveAt: Date;
  readonly createdAt: Date;
}

export type HoldStatus = 'pending' | 'captured' | 'voided' | 'expired';

/** Money set aside. Resolves at most once. */
export interface Hold {
  readonly id: string;
  readonly kind: string;
  readonly debit: string;
  readonly credit: string | null;
  readonly asset: string;
  readonly amount: bigint;
  readonly captured: bigint;
  readonly status: HoldStatus;
  readonly description: string | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
}

/** One side of a transfer as the account saw it. Amounts are credits (+) and debits (-). */
export interface Entry {
  readonly transferId: string;
  readonly accountId: string;
  readonly amount: bigint;
  readonly balanceBefore: bigint;
  readonly balanceAfter: bigint;
  readonly version: bigint;
  readonly effectiveAt: Date;
  readonly createdAt: Date;
}

/** A hold is expired from its exact time on, whether or not anybody has swept it yet. */
export function holdStatusAt(hold: Pick<Hold, 'status' | 'expiresAt'>, at: Date): HoldStatus {
  return hold.status === 'pending' && hold.expiresAt <= at ? 'expired' : hold.status;
}

/** The transfer that a command made when it was posted, at the moment that was written as its created_at. */
export function transferOf(command: TransferCommand, writtenAt: Date): Transfer {
  const { id, kind, debit, credit, asset, amount } = command;
  return {
    ...{ id, kind, debit, credit, asset, amount },
    holdId: null,
    reversesId: null,
    linkId: command.link ?? null,
    reference: command.reference ?? null,
    description: command.description ?? null,
    metadata: command.metadata ?? null,
    initiatorId: command.initiatorId ?? null,
    effectiveAt: command.effectiveAt ?? writtenAt,
    createdAt: writtenAt,
  };
}
