import { Injectable } from '@nestjs/common';
import { Settings } from '../settings/index.ts';
import { ActiveRisk } from './active-risk.repository.ts';
import { listedOf } from './listing.ts';
import { isOutgoing, type Movement, type Subject } from './movement.ts';
import type { ActiveRule, Thresholds } from './rule.ts';
import type { SpendingLimits } from './windows.repository.ts';

/** How closely a movement is looked at: not at all, behind it, or before it. */
export type Look = 'none' | 'watch' | 'decide';

/** What is in force for a movement. All of it is known in this process: nothing here waits. */
@Injectable()
export class Looks {
  constructor(
    private readonly active: ActiveRisk,
    private readonly settings: Settings,
  ) {}

  /** Refuses `store_unavailable` as long as what is in force could never be read. */
  at(movement: Movement): Look {
    const { subject } = movement;
    const { live, shadow } = this.active.rulesOf(subject);
    if (live.length > 0 || this.isLimited(movement) || this.listed(movement).blocked.size > 0) return 'decide';
    return shadow.length > 0 || this.isRecorded(subject) ? 'watch' : 'none';
  }

  liveRules(subject: Subject): readonly ActiveRule[] {
    return this.active.rulesOf(subject).live;
  }

  shadowRules(subject: Subject): readonly ActiveRule[] {
    return this.active.rulesOf(subject).shadow;
  }

  listed(movement: Movement) {
    return listedOf(this.active.listings, movement);
  }

  get limits(): SpendingLimits {
    return { daily: this.settings.get('risk.daily_amount'), weekly: this.settings.get('risk.weekly_amount') };
  }

  get thresholds(): Thresholds {
    return { review: this.settings.get('risk.review_score'), block: this.settings.get('risk.block_score') };
  }

  /** Whether the movement counts towards a limit. */
  isLimited({ subject, parts }: Movement): boolean {
    if (!isOutgoing(subject)) return false;
    const { daily, weekly } = this.limits;
    return parts.some(({ currency }) => daily.has(currency) || weekly.has(currency));
  }

  /** Whether a movement that counts towards a limit is refused while what was spent cannot be read. */
  get refusesUnknownSpending(): boolean {
    return this.settings.get('risk.limits_when_unknown') === 'closed';
  }

  private isRecorded(subject: Subject): boolean {
    const isMoved = subject === 'transfer' || subject === 'hold';
    return this.settings.get(isMoved ? 'risk.record_transfers_and_holds' : 'risk.record_payments_and_orders');
  }
}
