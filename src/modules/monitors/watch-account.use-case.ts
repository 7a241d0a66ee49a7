import { Injectable } from '@nestjs/common';
import type { Account } from '../../ledger/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { Wallets } from '../wallets/index.ts';
import type { Monitor } from './monitor.ts';
import { MonitorDrafts, type WantedMonitor } from './monitor-drafts.ts';

/**
 * Begins to watch a balance, once under the claim. What is beyond the threshold from the start fires at once. Refuses
 * `not_found`, `rearm_on_wrong_side`, `metric_without_limit`, `monitor_limit_reached` and `idempotency_key_reused`.
 */
@Injectable()
export class WatchAccount {
  constructor(
    private readonly wallets: Wallets,
    private readonly drafts: MonitorDrafts,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  /** A wallet of the user's, for the user. */
  async ofUser(userId: string, walletId: string, wanted: WantedMonitor, claim?: Claim): Promise<Replayable<Monitor>> {
    return this.watch(await this.wallets.owned(userId, walletId), userId, wanted, claim);
  }

  /** Any account, for the platform. */
  async ofPlatform(accountId: string, wanted: WantedMonitor, claim?: Claim): Promise<Replayable<Monitor>> {
    return this.watch(await this.wallets.anyAccount(accountId), null, wanted, claim);
  }

  private watch(
    account: Account,
    ownerId: string | null,
    wanted: WantedMonitor,
    claim?: Claim,
  ): Promise<Replayable<Monitor>> {
    const id = this.drafts.nextId();
    return this.transactions.run(async (tx) => {
      const earlier = await this.claims.take(tx, claim, id);
      if (earlier !== undefined) return replayable(await this.drafts.require(tx, earlier, ownerId), true);
      return replayable(await this.drafts.add(tx, { id, account, ownerId, wanted }), false);
    });
  }
}
