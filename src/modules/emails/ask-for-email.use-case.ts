import { Injectable } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';
import { Messages } from '../messages/index.ts';
import { SentCodes } from '../one-time/index.ts';
import { Users } from '../users/index.ts';
import { codeFor } from './email-code.ts';
import { NewEmails } from './new-emails.ts';

/**
 * Sends a code to the address that the caller wants, and tells the one that they have. Whether anybody has that address is not looked at:
 * the same is done for every one. Refuses `email_unchanged`, `channel_not_available` and `rate_limited`.
 */
@Injectable()
export class AskForEmail {
  constructor(
    private readonly users: Users,
    private readonly messages: Messages,
    private readonly codes: SentCodes,
    private readonly newEmails: NewEmails,
  ) {}

  async execute(userId: string, email: string): Promise<void> {
    const user = await this.users.require(userId);
    if (user.email.toLowerCase() === email.toLowerCase()) throw refuse('email_unchanged');
    this.messages.demand('email');
    await this.newEmails.ask(user, email, await this.codes.issue(codeFor(userId, email)));
  }
}
