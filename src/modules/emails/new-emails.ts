import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import type { Principal } from '../../shared/principal.ts';
import { LiveSessions } from '../auth/index.ts';
import type { SentCode } from '../one-time/index.ts';
import { type ChangedEmail, type User, Users } from '../users/index.ts';
import { EmailNews } from './email-news.ts';

/** What is written, and who is told, when an address is asked for and when it takes the place of the old one. */
@Injectable()
export class NewEmails {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly liveSessions: LiveSessions,
    private readonly news: EmailNews,
  ) {}

  /** The code goes to the new address, and word of it to the old one. */
  ask(user: User, email: string, code: SentCode): Promise<void> {
    return this.transactions.run(async (tx) => {
      await audit.record(tx, { service: 'emails', action: 'email.change_requested', subjectId: user.id });
      await this.news.ofWish(tx, user, email, code);
    });
  }

  /**
   * The caller as they are then: the address is proved, and every session of theirs is over. Refuses `invalid_token` when their sessions
   * were ended meanwhile, and `email_taken`.
   */
  put(caller: Principal, email: string): Promise<User> {
    return this.change((tx) => this.users.lockCaller(tx, caller), { email, proved: true });
  }

  /**
   * The same by an operator, who has looked at who they are: gives an account back to whom it was taken from. That proves no address; the
   * new password that they choose by it does. Refuses `not_found` and `email_taken`.
   */
  byOperator(userId: string, email: string, reason: string): Promise<User> {
    return this.change((tx) => this.users.lock(tx, userId), { email, proved: false, reason });
  }

  private async change(lock: (tx: Tx) => Promise<User>, changed: ChangedEmail): Promise<User> {
    const user = await this.transactions.run(async (tx) => {
      const before = await lock(tx);
      await this.users.changeEmail(tx, before, changed);
      await this.liveSessions.endAll(tx, before.id);
      await this.news.ofChange(tx, before);
      return this.users.lock(tx, before.id);
    });
    await this.liveSessions.ended(user.id, user.sessionEpoch);
    return user;
  }
}
