import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Messages, Notices } from '../messages/index.ts';
import type { SentCode } from '../one-time/index.ts';
import type { User } from '../users/index.ts';

/** Tells both addresses. The old one is not told the new: an address that was never proved may be a stranger's. */
@Injectable()
export class EmailNews {
  constructor(
    private readonly messages: Messages,
    private readonly notices: Notices,
  ) {}

  async ofWish(tx: Tx, { email: old }: User, to: string, { usefulUntil, ...data }: SentCode): Promise<void> {
    await this.messages.queue(tx, { channel: 'email', to, text: 'email-change-code', data, usefulUntil });
    await this.notices.queue(tx, old, 'email-change-asked', {});
  }

  ofChange(tx: Tx, { email: old }: User): Promise<void> {
    return this.notices.queue(tx, old, 'email-changed', {});
  }
}
