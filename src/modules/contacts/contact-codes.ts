import { Injectable } from '@nestjs/common';
import { type SentCode, SentCodes } from '../one-time/index.ts';
import type { Contact, User } from '../users/index.ts';
import { codeFor, type OwnContact } from './own-contact.ts';
import { TextMessages } from './text-messages.ts';

/** The codes that go to people's own addresses and numbers. */
@Injectable()
export class ContactCodes {
  constructor(
    private readonly codes: SentCodes,
    private readonly texts: TextMessages,
  ) {}

  /** Refuses `rate_limited`. */
  async issue(user: User, contact: Contact, own: OwnContact, ip: string): Promise<SentCode> {
    if (own.channel === 'sms') await this.texts.demand(ip);
    return this.codes.issue(codeFor(user, contact, own));
  }
}
