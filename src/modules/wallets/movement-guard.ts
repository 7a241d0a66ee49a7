import { Injectable } from '@nestjs/common';
import { type GuardedWork, Risk } from '../risk/index.ts';
import { AmountLimits } from './amount-limits.ts';

/** What stands between somebody's wish and the ledger. */
@Injectable()
export class MovementGuard {
  constructor(
    private readonly limits: AmountLimits,
    private readonly risk: Risk,
  ) {}

  /** Refuses `amount_above_limit`, and what `Risk.guard` refuses. */
  async run<T>(guarded: GuardedWork<T>): Promise<T> {
    await this.limits.demand(guarded.movement.parts, guarded.claim);
    return this.risk.guard(guarded);
  }
}
