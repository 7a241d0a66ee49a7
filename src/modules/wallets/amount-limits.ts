import { Injectable } from '@nestjs/common';
import { type Refusal, refuse } from '../../shared/refusal.ts';
import { type Claim, Claims } from '../idempotency/index.ts';
import { Settings } from '../settings/index.ts';

/** Money that somebody wants to move or to set aside, in minor units. */
export interface WantedAmount {
  readonly currency: string;
  readonly amount: number | bigint;
}

/** The most that one transfer or hold may move, as operators set it. */
@Injectable()
export class AmountLimits {
  constructor(
    private readonly settings: Settings,
    private readonly claims: Claims,
  ) {}

  /** `amount_above_limit` when one of them is, else nothing. */
  refusalOf(...wanted: readonly WantedAmount[]): Refusal | undefined {
    const limits = this.settings.get('transfers.max_amount');
    const isAbove = ({ currency, amount }: WantedAmount): boolean => {
      const limit = limits.get(currency);
      return limit !== undefined && BigInt(amount) > limit;
    };
    return wanted.some(isAbove) ? refuse('amount_above_limit') : undefined;
  }

  /**
   * Refuses `amount_above_limit`, but not the repetition of what was done under the claim when the limit was higher: that is
   * answered as it was the first time.
   */
  async demand(wanted: readonly WantedAmount[], claim: Claim | undefined): Promise<void> {
    const refusal = this.refusalOf(...wanted);
    if (refusal && !(claim && (await this.claims.isTaken(claim)))) throw refusal;
  }
}
