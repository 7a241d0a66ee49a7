import type { NewOutboxEvent } from '../../platform/events/index.ts';
import { onWire } from '../../shared/money-on-wire.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import type { ScheduledTransferStatus } from './scheduled-transfer-state.ts';

const EVENTS = {
  scheduled: 'transfer.scheduled',
  in_review: 'transfer.in_review',
  posted: 'transfer.executed',
  refused: 'transfer.refused',
  cancelled: 'transfer.cancelled',
} as const satisfies Record<ScheduledTransferStatus, string>;

/** Nothing comes of the promise any more. */
export const CALLED_OFF_EVENTS = [EVENTS.cancelled, EVENTS.refused] as const;

/** The fact that it has become what it is, for its owner's ears: nobody else knows of it before it is posted. */
export function scheduledTransferEvent(scheduled: ScheduledTransfer): NewOutboxEvent {
  return { type: EVENTS[scheduled.status], aggregateId: scheduled.id, payload: payloadOf(scheduled) };
}

/** The fact that it was moved to another time. */
export function rescheduledEvent(scheduled: ScheduledTransfer): NewOutboxEvent {
  return { type: 'transfer.rescheduled', aggregateId: scheduled.id, payload: payloadOf(scheduled) };
}

/** The fact that somebody looked at it and lets it pass. */
export function resumedEvent(scheduled: ScheduledTransfer): NewOutboxEvent {
  return { type: 'transfer.resumed', aggregateId: scheduled.id, payload: payloadOf(scheduled) };
}

function payloadOf(scheduled: ScheduledTransfer): object {
  const { id: scheduledTransferId, userId, fromWalletId, toWalletId, currency, status, version } = scheduled;
  return {
    ...{ scheduledTransferId, userId, fromWalletId, toWalletId, currency, status, version },
    amount: onWire(scheduled.amount),
    scheduledFor: scheduled.scheduledFor.toISOString(),
    transferId: status === 'posted' ? scheduled.transferId : null,
    code: scheduled.refusalCode,
  };
}
