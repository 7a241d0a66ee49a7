import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
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
    private readonly transactions: Transactions,
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
   * Refuses `amount_above_limit`, and keeps that as the answer of the claim: a later limit does not change it. Not the repetition
   * of what was answered under the claim before: that is answered as it was the first time.
   */
  async demand(wanted: readonly WantedAmount[], claim: Claim | undefined): Promise<void> {
    const refusal = this.refusalOf(...wanted);
    if (!refusal) return;
    if (!claim) throw refusal;
    // Where something else is kept under the claim, whoever takes it is told.
    const isKept = await this.transactions.run((tx) => this.claims.keepRefusal(tx, claim, refusal));
    if (isKept) throw refusal;
  }
}
