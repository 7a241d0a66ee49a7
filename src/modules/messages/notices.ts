import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Messages } from './messages.ts';
import type { TextData, TextName } from './texts.ts';

/** A mail server may be away for a day, and people still want to know. */
const USEFUL_MS = 24 * 3_600_000;

/** Tells people by e-mail what happened to their account. */
@Injectable()
export class Notices {
  constructor(
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  /** With the transaction that did it. */
  queue<Name extends TextName>(tx: Tx, to: string, text: Name, data: TextData[Name]): Promise<void> {
    const usefulUntil = new Date(this.clock.now().getTime() + USEFUL_MS);
    return this.messages.queue(tx, { channel: 'email', to, text, data, usefulUntil });
  }
}
