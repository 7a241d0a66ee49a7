import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/crypto/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Senders } from '../../platform/messages/index.ts';
import type { Tx } from '../../platform/postgres/index.ts';
import { Ids } from '../../shared/ids.ts';
import { refuse } from '../../shared/refusal.ts';
import { MESSAGE_QUEUED, type Channel, placeOf, type QueuedMessage } from './queued-message.ts';
import type { TextData, TextName } from './texts.ts';

export interface NewMessage<Name extends TextName> {
  readonly channel: Channel;
  readonly to: string;
  readonly text: Name;
  readonly data: TextData[Name];
  /** After this it is of no use, and is not sent any more. */
  readonly usefulUntil: Date;
}

/** Tells people something by e-mail or text message: what other modules may ask. */
@Injectable()
export class Messages {
  constructor(
    private readonly outbox: Outbox,
    private readonly box: SecretBox,
    private readonly ids: Ids,
    private readonly senders: Senders,
  ) {}

  offers(channel: Channel): boolean {
    return this.senders[channel] !== null;
  }

  /** Refuses `channel_not_available`. */
  demand(channel: Channel): void {
    if (!this.offers(channel)) throw refuse('channel_not_available');
  }

  /**
   * Sends it once the transaction is committed, and not at all when it is not; tried again until it was taken. Nothing is sent on a
   * channel that is not offered. It waits sealed: codes and people's addresses are nobody's to read in a table.
   */
  async queue<Name extends TextName>(tx: Tx, { usefulUntil, ...message }: NewMessage<Name>): Promise<void> {
    if (!this.offers(message.channel)) return;
    const id = this.ids.next();
    const queued: QueuedMessage = { ...message, usefulUntil: usefulUntil.toISOString() };
    const payload = { messageId: id, sealed: this.box.seal(JSON.stringify(queued), placeOf(id)) };
    await this.outbox.append(tx, { type: MESSAGE_QUEUED, aggregateId: `message:${id}`, payload });
  }
}
