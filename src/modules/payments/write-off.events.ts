import type { NewOutboxEvent } from '../../platform/events/index.ts';
import type { RequestStatus } from '../../shared/maker-checker.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { WriteOff } from './write-off.ts';

const EVENTS = {
  pending: 'write_off.requested',
  approved: 'write_off.approved',
  rejected: 'write_off.rejected',
  cancelled: 'write_off.cancelled',
} as const satisfies Record<RequestStatus, string>;

/** The fact that the write-off has become what it is. Why is for those who may read write-offs. */
export function writeOffEvent(writeOff: WriteOff): NewOutboxEvent {
  const { id: writeOffId, disputeId, currency, status, makerId, checkerId, version } = writeOff;
  const amount = onWire(writeOff.amount);
  const transferId = status === 'approved' ? writeOff.transferId : null;
  const payload = { writeOffId, disputeId, amount, currency, status, transferId, makerId, checkerId, version };
  return { type: EVENTS[status], aggregateId: writeOffId, payload };
}
