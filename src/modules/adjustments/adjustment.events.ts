import type { NewOutboxEvent } from '../../platform/events/index.ts';
import type { RequestStatus } from '../../shared/maker-checker.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { Adjustment } from './adjustment.ts';

const EVENTS = {
  pending: 'adjustment.requested',
  approved: 'adjustment.approved',
  rejected: 'adjustment.rejected',
  cancelled: 'adjustment.cancelled',
} as const satisfies Record<RequestStatus, string>;

/** The fact that the adjustment has become what it is. Why is for those who may read adjustments. */
export function adjustmentEvent(adjustment: Adjustment): NewOutboxEvent {
  const { id: adjustmentId, walletId, direction, currency, status, makerId, checkerId, version } = adjustment;
  const amount = onWire(adjustment.amount);
  const transferId = status === 'approved' ? adjustment.transferId : null;
  const people = { makerId, checkerId };
  const payload = { adjustmentId, walletId, direction, amount, currency, status, transferId, ...people, version };
  return { type: EVENTS[status], aggregateId: adjustmentId, payload };
}
