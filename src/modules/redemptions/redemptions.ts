import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { Orders, refuseUnlessPossible, type Order } from '../orders/index.ts';
import {
  codeExpiry,
  MAX_OPEN_CODES,
  refuseUnlessConfirmable,
  refuseUnlessScannable,
  type Redemption,
} from './redemption.ts';
import { RedemptionsRepository } from './redemptions.repository.ts';

const MS_PER_SECOND = 1_000;

/** A redemption together with its order, both locked. */
export interface OrderAtTheBar {
  readonly redemption: Redemption;
  readonly order: Order;
}

/** How a redemption is written. Every method expects the order to be locked, so that one order has one story. */
@Injectable()
export class Redemptions {
  constructor(
    private readonly repository: RedemptionsRepository,
    private readonly orders: Orders,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Refuses not_found. */
  async require(id: string): Promise<Redemption> {
    const redemption = await this.repository.find(id);
    if (!redemption) throw refuse('not_found', 'There is no such redemption');
    return redemption;
  }

  /** Locks the order, then its redemption. Refuses not_found. */
  async lock(tx: Tx, { id, orderId }: Pick<Redemption, 'id' | 'orderId'>): Promise<OrderAtTheBar> {
    const order = await this.orders.lock(tx, orderId);
    const redemption = await this.repository.lock(tx, id);
    if (!redemption) throw refuse('not_found', 'There is no such redemption');
    return { order, redemption };
  }

  /** Makes another code for the order. Refuses order_expired, order_not_actionable; rate_limited beyond MAX_OPEN_CODES. */
  async issue(tx: Tx, order: Order): Promise<Redemption> {
    const now = this.clock.now();
    refuseUnlessPossible(order, 'REDEEMED', now);
    const open = await this.repository.openEnds(tx, order.id, now);
    if (open[0] && open.length >= MAX_OPEN_CODES) throw tooManyCodes(open[0], now);
    const redemption: Redemption = {
      ...{ id: this.ids.next(now.getTime()), orderId: order.id, venueId: order.venueId, status: 'issued' },
      ...{ bartenderId: null, scannedAt: null, confirmedAt: null, createdAt: now },
      expiresAt: codeExpiry(order.expiresAt, now),
    };
    await this.repository.insert(tx, redemption);
    await record(tx, redemption);
    return redemption;
  }

  /** Uses the code up. Refuses qr_already_used, qr_expired, order_expired, order_not_actionable. */
  async scan(tx: Tx, { order, redemption }: OrderAtTheBar, bartenderId: string): Promise<OrderAtTheBar> {
    const now = this.clock.now();
    refuseUnlessScannable(redemption, now);
    refuseUnlessPossible(order, 'REDEEMED', now);
    const scanned: Redemption = { ...redemption, status: 'scanned', bartenderId, scannedAt: now };
    await this.repository.update(tx, scanned);
    await record(tx, scanned);
    return { order, redemption: scanned };
  }

  /** Serves the treat: the venue and we are paid. Refuses order_expired, order_not_actionable, qr_expired. */
  async confirm(tx: Tx, { order, redemption }: OrderAtTheBar): Promise<OrderAtTheBar> {
    const now = this.clock.now();
    refuseUnlessPossible(order, 'REDEEMED', now);
    refuseUnlessConfirmable(redemption, now);
    const confirmed: Redemption = { ...redemption, status: 'confirmed', confirmedAt: now };
    await this.repository.update(tx, confirmed);
    await record(tx, confirmed);
    return { order: await this.orders.move(tx, order, 'REDEEMED'), redemption: confirmed };
  }
}

function record(tx: Tx, { id, orderId, venueId, bartenderId, status }: Redemption): Promise<void> {
  const after = { orderId, venueId, bartenderId };
  return audit.record(tx, { service: 'redemptions', action: `redemption.${status}`, subjectId: id, after });
}

function tooManyCodes(firstEnd: Date, now: Date): Error {
  const retryAfterSeconds = Math.ceil((firstEnd.getTime() - now.getTime()) / MS_PER_SECOND);
  return refuse('rate_limited', `The order has ${MAX_OPEN_CODES} codes that still work`, { retryAfterSeconds });
}
