import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Decision } from '../../shared/maker-checker.ts';
import { Claims, replayable, type Claim, type Replayable } from '../idempotency/index.ts';
import { Wallets } from '../wallets/index.ts';
import { demandSomebodyElses, type Adjustment } from './adjustment.ts';
import { Adjustments } from './adjustments.ts';

/**
 * Approves, rejects or takes back an adjustment. Approving posts it, in the same transaction; of two who decide, the first to lock
 * it wins. Refuses `not_found`, `forbidden` (a wallet of one's own), `same_person`, `adjustment_not_actionable`, `idempotency_key_reused`, and on approval
 * what the ledger refuses: then it stays pending, and may be approved when the reason is gone.
 */
@Injectable()
export class DecideAdjustment {
  constructor(
    private readonly adjustments: Adjustments,
    private readonly wallets: Wallets,
    private readonly transactions: Transactions,
    private readonly claims: Claims,
  ) {}

  execute(adjustmentId: string, decision: Decision, claim?: Claim): Promise<Replayable<Adjustment>> {
    return this.transactions.run(async (tx) => {
      const adjustment = await this.adjustments.lock(tx, adjustmentId);
      if ((await this.claims.take(tx, claim, adjustmentId)) !== undefined) return replayable(adjustment, true);
      demandSomebodyElses(await this.wallets.require(adjustment.walletId, tx), decision.by);
      return replayable(await this.adjustments.decide(tx, adjustment, decision), false);
    });
  }
}
