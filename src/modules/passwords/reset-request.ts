import type { SecretPlace } from '../../platform/crypto/index.ts';
import type { TicketKind } from '../one-time/index.ts';

export const RESET_REQUESTED = 'password.reset_requested';
export const RESET_MINUTES = 30;

/** What a token in a reset message is. */
export const RESET: TicketKind = { purpose: 'password-reset', lifeSeconds: RESET_MINUTES * 60 };

export function placeOf(requestId: string): SecretPlace {
  return { table: 'outbox_event', column: 'payload', rowId: requestId };
}
