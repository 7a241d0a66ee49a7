import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.ts';
import { LruMap } from '../../shared/lru-map.ts';
import type { Email, EmailSender, Sms, SmsSender } from './sender.ts';

const CAPACITY = 1_000;
const SHOWN = 20;

export interface SandboxMessage {
  readonly id: string;
  readonly to: string;
  /** A text message has none. */
  readonly subject: string | null;
  readonly text: string;
  readonly sentAt: Date;
}

/** Sends nothing: remembers the last messages in this process, for who tries things out. Production refuses it. */
@Injectable()
export class SandboxMessages implements EmailSender, SmsSender {
  private readonly sent = new LruMap<string, SandboxMessage>(CAPACITY);

  constructor(private readonly clock: Clock) {}

  send({ id, to, text, ...email }: Email | Sms): Promise<void> {
    const subject = 'subject' in email ? email.subject : null;
    this.sent.set(id, { id, to, subject, text, sentAt: this.clock.now() });
    return Promise.resolve();
  }

  /** The last messages to an address or number, newest first; the case of the letters does not matter. */
  to(address: string): SandboxMessage[] {
    const wanted = address.toLowerCase();
    return [...this.sent.values()]
      .filter(({ to }) => to.toLowerCase() === wanted)
      .slice(-SHOWN)
      .reverse();
  }
}
