import { signOf } from '../../ledger/core/index.ts';
import type { Account, ListedEntry } from '../../ledger/index.ts';
import { onWire, wideOnWire } from '../../shared/money-on-wire.ts';
import type { AccountEntryDto, EntryDto } from './entry.dto.ts';

const LAST_DIGIT = 35;

/** An entry as its account's owner reads it: in the account's own direction. */
export function entryView(account: Account, entry: ListedEntry): EntryDto {
  const sign = signOf(account.normalSide);
  return {
    ...common(account, entry),
    balanceBefore: onWire(sign * entry.balanceBefore),
    balanceAfter: onWire(sign * entry.balanceAfter),
  };
}

/** The same of any account: balances of those without limit may be beyond what a JSON number carries. */
export function accountEntryView(account: Account, entry: ListedEntry): AccountEntryDto {
  const sign = signOf(account.normalSide);
  return {
    ...common(account, entry),
    balanceBefore: wideOnWire(sign * entry.balanceBefore),
    balanceAfter: wideOnWire(sign * entry.balanceAfter),
  };
}

function common(account: Account, entry: ListedEntry): Omit<EntryDto, 'balanceBefore' | 'balanceAfter'> {
  const { transferId, kind, reference, description, effectiveAt, createdAt } = entry;
  const amount = onWire(signOf(account.normalSide) * entry.amount);
  return {
    id: entryId(entry),
    transferId,
    amount,
    operationType: kind,
    reference,
    description,
    effectiveAt,
    createdAt,
  };
}

// An entry is one of the two sides of its transfer, so its id follows from the transfer's: nothing is stored for it.
function entryId({ transferId, amount }: ListedEntry): string {
  const side = amount < 0n ? 0x4 : 0x8;
  return transferId.slice(0, LAST_DIGIT) + (Number.parseInt(transferId.slice(LAST_DIGIT), 16) ^ side).toString(16);
}
