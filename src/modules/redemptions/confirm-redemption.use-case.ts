import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { AtTheBar } from './at-the-bar.ts';
import { Bar } from './bar.ts';
import type { Redemption } from './redemption.ts';
import { Redemptions, type OrderAtTheBar } from './redemptions.ts';

/**
 * The bartender who scanned the code says that the treat was served: the venue is paid its net and we our fee, and the order
 * is redeemed, or nothing happens at all.
 * Refuses not_found, forbidden, order_expired, order_not_actionable, qr_expired, wallet_frozen, idempotency_key_reused.
 */
@Injectable()
export class ConfirmRedemption {
  constructor(
    private readonly redemptions: Redemptions,
    private readonly bar: Bar,
    private readonly atTheBar: AtTheBar,
  ) {}

  async execute(callerId: string, redemptionId: string, claim: Claim | undefined): Promise<Replayable<OrderAtTheBar>> {
    const redemption = await this.redemptions.require(redemptionId);
    if (!(await this.bar.isStaff(redemption.venueId, callerId)))
      throw refuse('not_found', 'There is no such redemption');
    return this.atTheBar.once(redemption, claim, (tx, found) => {
      requireScanner(found.redemption, callerId);
      return this.redemptions.confirm(tx, found);
    });
  }
}

function requireScanner({ bartenderId }: Redemption, callerId: string): void {
  if (bartenderId === null || bartenderId === callerId) return;
  throw refuse('forbidden', 'This is for the bartender who scanned the code');
}
