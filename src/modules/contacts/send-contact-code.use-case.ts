import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { Messages } from '../messages/index.ts';
import { SentCodes } from '../one-time/index.ts';
import { type Contact, Users } from '../users/index.ts';
import { codeFor, unverified } from './own-contact.ts';

/** Sends a code to the caller's own address or number. Refuses `contact_missing`, `contact_verified`, `channel_not_available` and `rate_limited`. */
@Injectable()
export class SendContactCode {
  constructor(
    private readonly users: Users,
    private readonly codes: SentCodes,
    private readonly messages: Messages,
    private readonly transactions: Transactions,
  ) {}

  async execute(userId: string, contact: Contact): Promise<void> {
    const user = await this.users.require(userId);
    const own = unverified(user, contact);
    this.messages.demand(own.channel);
    const { usefulUntil, ...data } = await this.codes.issue(codeFor(user, contact, own));
    await this.transactions.run((tx) => this.messages.queue(tx, { ...own, text: 'contact-code', data, usefulUntil }));
  }
}
