import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import type { Redemption } from './redemption.ts';
import { Redemptions, type OrderAtTheBar } from './redemptions.ts';

/** Runs what a bartender does to a redemption: in one transaction, under both locks, once per claim. */
@Injectable()
export class AtTheBar {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: Claims,
    private readonly redemptions: Redemptions,
  ) {}

  /** A claim that is taken already gives the redemption as it is. Refuses not_found, idempotency_key_reused, and what `work` refuses. */
  once(
    of: Pick<Redemption, 'id' | 'orderId'>,
    claim: Claim | undefined,
    work: (tx: Tx, found: OrderAtTheBar) => Promise<OrderAtTheBar>,
  ): Promise<Replayable<OrderAtTheBar>> {
    return this.transactions.run(async (tx) => {
      const found = await this.redemptions.lock(tx, of);
      const earlier = await this.claims.take(tx, claim, of.id);
      return earlier === undefined ? replayable(await work(tx, found), false) : replayable(found, true);
    });
  }
}
