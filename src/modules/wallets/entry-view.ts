import { signOf } from '../../ledger/core/index.ts';
import type { Account, KindedEntry } from '../../ledger/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { EntryDto } from './wallet.dto.ts';

const LAST_DIGIT = 35;

/** An entry as its account's owner reads it: in the account's own direction. */
export function entryView(account: Account, entry: KindedEntry): EntryDto {
  const sign = signOf(account.normalSide);
  return {
    id: entryId(entry),
    transferId: entry.transferId,
    amount: onWire(sign * entry.amount),
    balanceBefore: onWire(sign * entry.balanceBefore),
    balanceAfter: onWire(sign * entry.balanceAfter),
    operationType: entry.kind,
    effectiveAt: entry.effectiveAt,
    createdAt: entry.createdAt,
  };
}

// An entry is one of the two sides of its transfer, so its id follows from the transfer's: nothing is stored for it.
function entryId({ transferId, amount }: KindedEntry): string {
  const side = amount < 0n ? 0x4 : 0x8;
  return transferId.slice(0, LAST_DIGIT) + (Number.parseInt(transferId.slice(LAST_DIGIT), 16) ^ side).toString(16);
}
