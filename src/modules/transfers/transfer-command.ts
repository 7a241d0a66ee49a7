import type { TransferCommand } from '../../ledger/core/index.ts';
import type { Movement, Origin } from '../risk/index.ts';

/** A transfer from one wallet to another, as somebody asks for it. Amounts are minor units. */
export interface WantedTransfer {
  readonly id?: string;
  readonly fromWalletId: string;
  readonly toWalletId: string;
  readonly amount: number;
  readonly currency: string;
  readonly description?: string;
  readonly reference?: string;
  readonly effectiveAt?: string;
  readonly metadata?: Record<string, unknown>;
}

/** The ledger command that it amounts to, from a wallet of the initiator's to any; `id` is for those that bring none. */
export function transferCommand(
  wanted: WantedTransfer,
  id: string,
  initiatorId: string,
  link?: string,
): TransferCommand {
  const {
    fromWalletId: debit,
    toWalletId: credit,
    currency: asset,
    description,
    reference,
    metadata,
    effectiveAt,
  } = wanted;
  return {
    op: 'transfer',
    kind: 'transfer',
    id: wanted.id ?? id,
    debit,
    credit,
    asset,
    amount: BigInt(wanted.amount),
    description,
    reference,
    metadata,
    effectiveAt: effectiveAt === undefined ? undefined : new Date(effectiveAt),
    initiatorId,
    owner: initiatorId,
    link,
  };
}

/** What somebody is about to do by these commands, one or more. */
export function movementOf(userId: string, commands: readonly TransferCommand[], origin: Origin = {}): Movement {
  const parts = commands.map(({ id, asset, amount, credit }) => ({ id, currency: asset, amount, payee: credit }));
  return { ...origin, id: parts[0]?.id ?? '', subject: 'transfer', userId, parts };
}
