import { refuse } from '../../shared/refusal.ts';

/** How long a code can be scanned. */
export const CODE_LIFETIME_MS = 60_000;
/** How long after the scan the bartender may confirm. */
export const CONFIRM_WINDOW_MS = 5 * 60_000;
/** How many codes of one order can be scannable at a time. */
export const MAX_OPEN_CODES = 20;

/** A code moves one way: issued, scanned once, confirmed once. */
export type RedemptionStatus = 'issued' | 'scanned' | 'confirmed';

/** One code that was shown at a bar, and what became of it. */
export interface Redemption {
  readonly id: string;
  readonly orderId: string;
  readonly venueId: string;
  readonly status: RedemptionStatus;
  /** Who scanned it. */
  readonly bartenderId: string | null;
  readonly expiresAt: Date;
  readonly scannedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly createdAt: Date;
}

/** Refuses qr_already_used, qr_expired. */
export function refuseUnlessScannable(redemption: Redemption, at: Date): void {
  if (redemption.status !== 'issued') throw refuse('qr_already_used');
  if (redemption.expiresAt <= at) throw refuse('qr_expired');
}

/** Refuses order_not_actionable before the scan and after the confirmation, qr_expired when the scan is too old. */
export function refuseUnlessConfirmable({ status, scannedAt }: Redemption, at: Date): void {
  if (status === 'confirmed') throw refuse('order_not_actionable', 'The redemption is confirmed already');
  if (status === 'issued' || !scannedAt) throw refuse('order_not_actionable', 'The code has not been scanned yet');
  if (at.getTime() - scannedAt.getTime() >= CONFIRM_WINDOW_MS)
    throw refuse('qr_expired', 'The scan is too old; scan a new code');
}

/** When a code made now stops working: never later than its order. */
export function codeExpiry(orderExpiresAt: Date, now: Date): Date {
  return new Date(Math.min(orderExpiresAt.getTime(), now.getTime() + CODE_LIFETIME_MS));
}
