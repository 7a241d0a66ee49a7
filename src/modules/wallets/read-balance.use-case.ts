import { Injectable } from '@nestjs/common';
import { signOf } from '../../ledger/core/index.ts';
import { BalancesAsOf, type BalanceClock } from '../../ledger/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Wallets } from './wallets.ts';

export interface BalanceAsOf {
  readonly walletId: string;
  readonly currency: string;
  readonly balance: bigint;
  readonly asOf: Date;
  readonly clock: BalanceClock;
}

/**
 * A wallet's balance at a moment, by when transfers took effect or by when they were recorded; now when no moment is given.
 * Refuses `not_found`, and `before_retention` for a moment whose entries are no longer kept.
 */
@Injectable()
export class ReadBalance {
  constructor(
    private readonly wallets: Wallets,
    private readonly balances: BalancesAsOf,
    private readonly clock: Clock,
  ) {}

  async execute(userId: string, walletId: string, clock: BalanceClock, asOf?: Date): Promise<BalanceAsOf> {
    const wallet = await this.wallets.owned(userId, walletId);
    const found = { walletId, currency: wallet.asset, clock };
    if (!asOf) return { ...found, balance: wallet.balances.posted, asOf: this.clock.now() };
    // Nothing takes effect on an account before it is there, and nothing has to be summed to say so.
    if (asOf < wallet.createdAt) return { ...found, balance: 0n, asOf };
    const posted = await this.balances.posted(walletId, asOf, clock);
    return { ...found, balance: signOf(wallet.normalSide) * posted, asOf };
  }
}
