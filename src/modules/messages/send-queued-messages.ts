import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { SecretBox } from '../../platform/crypto/index.ts';
import { EventHandlers, type OutboxEvent } from '../../platform/events/index.ts';
import { MessageRejected, Senders } from '../../platform/messages/index.ts';
import { Clock } from '../../shared/clock.ts';
import { MESSAGE_QUEUED, placeOf, type QueuedMessage } from './queued-message.ts';
import { textOf } from './texts.ts';

/** Sends what was queued. What fails is tried again by the outbox; what is too late or will never be taken is let go. */
@Injectable()
export class SendQueuedMessages implements OnModuleInit {
  private readonly logger = new Logger('Messages');

  constructor(
    private readonly handlers: EventHandlers,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly senders: Senders,
  ) {}

  onModuleInit(): void {
    this.handlers.on(MESSAGE_QUEUED, 'send-message', (event) => this.handle(event));
  }

  private async handle({ payload }: OutboxEvent): Promise<void> {
    const { messageId: id, sealed } = payload as { messageId: string; sealed: string };
    const message = JSON.parse(await this.box.open(sealed, placeOf(id))) as QueuedMessage;
    if (new Date(message.usefulUntil) <= this.clock.now()) return this.letGo(id, 'it was too late');
    try {
      await this.send(id, message);
    } catch (error) {
      if (!(error instanceof MessageRejected)) throw error;
      this.letGo(id, error.message);
    }
  }

  private async send(id: string, { channel, to, text: name, data }: QueuedMessage): Promise<void> {
    const { subject, body } = textOf(name, data as never);
    if (channel === 'email') await this.senders.email?.send({ id, to, subject, text: body });
    else await this.senders.sms?.send({ id, to, text: body });
  }

  private letGo(id: string, why: string): void {
    this.logger.warn(`message ${id} was not sent: ${why}`);
  }
}
