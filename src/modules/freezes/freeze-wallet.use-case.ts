import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { Wallets } from '../wallets/index.ts';
import type { WalletFreeze } from './wallet-freeze.ts';
import { WalletFreezes, type FreezeAct } from './wallet-freezes.ts';

/** Which freeze to let go of, when it is said. */
export type ReleaseAct = Omit<FreezeAct, 'freezeId'> & { readonly freezeId?: string };

/** Freezes wallets and lets go of it, once under the claim. Of two who let go of a freeze, one waits. */
@Injectable()
export class FreezeWallet {
  constructor(
    private readonly wallets: Wallets,
    private readonly freezes: WalletFreezes,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  /** What comes in still passes. Refuses `not_found`, `wallet_closed`, `insufficient_funds` and `idempotency_key_reused`. */
  async freeze(
    walletId: string,
    wanted: Omit<FreezeAct, 'freezeId'>,
    claim?: Claim,
  ): Promise<Replayable<WalletFreeze>> {
    const wallet = await this.wallets.require(walletId);
    const freezeId = this.freezes.nextId();
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, freezeId);
      if (earlier !== undefined) return replayable(await this.freezes.require(tx, walletId, earlier), true);
      return replayable(await this.freezes.place(tx, wallet, { ...wanted, freezeId }), false);
    });
  }

  /**
   * Without an id it is the wallet's only active freeze. Refuses `freeze_id_required`, `not_found`, `forbidden` (a wallet of one's own), `freeze_released`, `release_exceeds_freeze`, `amount_invalid` (a part of
   * a whole wallet) and `idempotency_key_reused`.
   */
  async unfreeze(walletId: string, act: ReleaseAct, claim?: Claim): Promise<Replayable<WalletFreeze>> {
    const wallet = await this.wallets.require(walletId);
    if (wallet.ownerId === act.by) throw refuse('forbidden', 'Nobody unfreezes a wallet of their own');
    const freezeId = act.freezeId ?? (await this.freezes.onlyActive(walletId));
    return this.transactions.run(async (tx) => {
      // The claim goes first: what it did before may have released the only freeze. A refusal takes it back.
      const earlier = await this.claims.take(tx, claim, freezeId ?? walletId);
      if (earlier !== undefined) return replayable(await this.freezes.require(tx, walletId, earlier), true);
      if (freezeId === undefined) throw refuse('freeze_id_required');
      return replayable(await this.freezes.release(tx, wallet, { ...act, freezeId }), false);
    });
  }
}
