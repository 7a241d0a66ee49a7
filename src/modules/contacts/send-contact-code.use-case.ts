import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { refuse } from '../../shared/refusal.ts';
import { Messages } from '../messages/index.ts';
import { type Contact, type User, Users } from '../users/index.ts';
import { ContactCodes } from './contact-codes.ts';
import { unverified } from './own-contact.ts';

/**
 * Sends a code to the caller's own address or number; to a number when the address is proved, for a text message costs money.
 * Refuses `contact_missing`, `contact_verified`, `channel_not_available`, `contact_unverified` and `rate_limited`.
 */
@Injectable()
export class SendContactCode {
  constructor(
    private readonly users: Users,
    private readonly codes: ContactCodes,
    private readonly messages: Messages,
    private readonly transactions: Transactions,
  ) {}

  /** `ip` is where it is asked for. */
  async execute(userId: string, contact: Contact, ip: string): Promise<void> {
    const user = await this.users.require(userId);
    const own = unverified(user, contact);
    this.messages.demand(own.channel);
    if (own.channel === 'sms') this.demandProvedAddress(user);
    const { usefulUntil, ...data } = await this.codes.issue(user, contact, own, ip);
    await this.transactions.run((tx) => this.messages.queue(tx, { ...own, text: 'contact-code', data, usefulUntil }));
  }

  // Where no e-mail is offered nobody can prove an address.
  private demandProvedAddress({ emailVerifiedAt }: User): void {
    if (emailVerifiedAt === null && this.messages.offers('email')) throw refuse('contact_unverified');
  }
}
