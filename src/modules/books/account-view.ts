import type { Account } from '../../ledger/index.ts';
import { onWire, wideOnWire } from '../../shared/money-on-wire.ts';
import type { AccountDto } from './books.dto.ts';

/** An account on the wire, its balances in its own direction. */
export function accountView(account: Account): AccountDto {
  const { id, code, kind, ownerId, asset, normalSide, status, version } = account;
  const { posted, pendingIn, pendingOut } = account.balances;
  const amounts = { balance: wideOnWire(posted), pendingIn: onWire(pendingIn), pendingOut: onWire(pendingOut) };
  return { id, code, kind, ownerId, asset, normalSide, ...amounts, status, version: onWire(version) };
}
