import { Injectable } from '@nestjs/common';
import type { Claim, Replayable } from '../idempotency/index.ts';
import { AtTheBar } from './at-the-bar.ts';
import { Bar, type Guest } from './bar.ts';
import { QrCodes } from './qr-codes.ts';
import { Redemptions, type OrderAtTheBar } from './redemptions.ts';

/**
 * A bartender scans a guest's code and learns what to serve to whom. A code is used up by its scan.
 * Refuses qr_invalid, forbidden, qr_already_used, qr_expired, order_expired, order_not_actionable, idempotency_key_reused.
 */
@Injectable()
export class ScanRedemption {
  constructor(
    private readonly codes: QrCodes,
    private readonly bar: Bar,
    private readonly redemptions: Redemptions,
    private readonly atTheBar: AtTheBar,
  ) {}

  async execute(
    bartenderId: string,
    qrPayload: string,
    claim: Claim | undefined,
  ): Promise<Replayable<OrderAtTheBar & { guest: Guest }>> {
    const { redemptionId: id, orderId, venueId } = this.codes.read(qrPayload);
    await this.bar.requireStaff(venueId, bartenderId);
    const scanned = await this.atTheBar.once({ id, orderId }, claim, (tx, found) =>
      this.redemptions.scan(tx, found, bartenderId),
    );
    const guest = await this.bar.guest(scanned.body.order.recipientId);
    return scanned.map((found) => ({ ...found, guest }));
  }
}
