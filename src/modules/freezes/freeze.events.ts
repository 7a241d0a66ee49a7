import type { Account } from '../../ledger/index.ts';
import type { NewOutboxEvent } from '../../platform/events/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { WalletFreeze } from './wallet-freeze.ts';

/** The fact that money of the wallet, or all of it, is frozen. Why is for those who may read freezes. */
export function frozenEvent(wallet: Account, freeze: WalletFreeze): NewOutboxEvent {
  return { type: 'wallet.frozen', aggregateId: wallet.id, payload: payloadOf(wallet, freeze, freeze.amount) };
}

/** The fact that `amount` of it, or the whole wallet, is free again. */
export function unfrozenEvent(wallet: Account, freeze: WalletFreeze, amount: bigint | null): NewOutboxEvent {
  return { type: 'wallet.unfrozen', aggregateId: wallet.id, payload: payloadOf(wallet, freeze, amount) };
}

function payloadOf(wallet: Account, freeze: WalletFreeze, amount: bigint | null): object {
  const { id: walletId, ownerId: userId, asset: currency } = wallet;
  const { id: freezeId, status: freezeStatus } = freeze;
  return { walletId, userId, currency, freezeId, freezeStatus, amount: amount === null ? null : onWire(amount) };
}
