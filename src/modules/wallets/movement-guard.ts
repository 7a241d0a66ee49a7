import { Injectable } from '@nestjs/common';
import { type GuardedWork, Risk } from '../risk/index.ts';
import { AmountLimits } from './amount-limits.ts';
import { LargeAmounts } from './large-amounts.ts';

/** What stands between somebody's wish and the ledger. */
@Injectable()
export class MovementGuard {
  constructor(
    private readonly limits: AmountLimits,
    private readonly largeAmounts: LargeAmounts,
    private readonly risk: Risk,
  ) {}

  /** Refuses `amount_above_limit`, and what `LargeAmounts.demand` and `Risk.guard` refuse. */
  async run<T>(guarded: GuardedWork<T>): Promise<T> {
    await this.limits.demand(guarded.movement.parts, guarded.claim);
    await this.largeAmounts.demand(guarded.movement, guarded.claim);
    return this.risk.guard(guarded);
  }
}
