import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Orders, requireParty } from '../orders/index.ts';
import { QrCodes } from './qr-codes.ts';
import type { Redemption } from './redemption.ts';
import { Redemptions } from './redemptions.ts';

export interface IssuedCode {
  readonly redemption: Redemption;
  readonly qrPayload: string;
  readonly qrSvg: string;
}

/**
 * Gives the recipient of an accepted order a code for the bar. Asking again gives another; each works once.
 * Refuses not_found, forbidden, order_expired, order_not_actionable, rate_limited.
 */
@Injectable()
export class IssueRedemption {
  constructor(
    private readonly redemptions: Redemptions,
    private readonly orders: Orders,
    private readonly codes: QrCodes,
    private readonly transactions: Transactions,
  ) {}

  async execute(callerId: string, orderId: string): Promise<IssuedCode> {
    const redemption = await this.transactions.run(async (tx) => {
      const order = await this.orders.lock(tx, orderId);
      requireParty(order, callerId, 'recipient');
      return this.redemptions.issue(tx, order);
    });
    const { id: redemptionId, venueId, expiresAt } = redemption;
    const qrPayload = this.codes.write({ redemptionId, orderId, venueId, expiresAt });
    return { redemption, qrPayload, qrSvg: await this.codes.svg(qrPayload) };
  }
}
