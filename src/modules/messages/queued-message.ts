import type { SecretPlace } from '../../platform/crypto/index.ts';
import type { TextData, TextName } from './texts.ts';

export const MESSAGE_QUEUED = 'message.queued';

export const CHANNELS = ['email', 'sms'] as const;

export type Channel = (typeof CHANNELS)[number];

/** A message on its way, as it is sealed in its event. */
export interface QueuedMessage {
  readonly channel: Channel;
  readonly to: string;
  readonly text: TextName;
  readonly data: TextData[TextName];
  readonly usefulUntil: string;
}

export function placeOf(messageId: string): SecretPlace {
  return { table: 'outbox_event', column: 'payload', rowId: messageId };
}
