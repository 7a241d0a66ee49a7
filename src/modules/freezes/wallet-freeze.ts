import type { Freeze } from '../../ledger/index.ts';

/** One letting go of (a part of) a freeze. */
export interface FreezeRelease {
  readonly freezeId: string;
  /** Counted from 1. */
  readonly sequence: number;
  /** Minor units; null for a whole wallet. */
  readonly amount: bigint | null;
  readonly reason: string;
  readonly releasedBy: string;
  readonly createdAt: Date;
}

/** A freeze of a wallet, and who last let go of how much of it. */
export interface WalletFreeze extends Freeze {
  readonly lastRelease: FreezeRelease | null;
}
