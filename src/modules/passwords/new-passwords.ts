import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { LiveSessions } from '../auth/index.ts';
import { Notices } from '../messages/index.ts';
import { type User, Users } from '../users/index.ts';

/** Puts a new password in the place of the old one, ends every session with it, and tells the person. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly liveSessions: LiveSessions,
    private readonly notices: Notices,
  ) {}

  /** The person as they are then; `provedEmail` is an address of theirs that they have just proved. Refuses `not_found`. */
  async put(userId: string, passwordHash: string, provedEmail?: string): Promise<User> {
    const user = await this.transactions.run(async (tx) => {
      const { email, emailVerifiedAt } = await this.users.lock(tx, userId);
      if (provedEmail !== undefined && emailVerifiedAt === null)
        await this.users.verifyContact(tx, userId, 'email', provedEmail);
      await this.users.setPassword(tx, userId, passwordHash);
      await this.liveSessions.endAll(tx, userId);
      await this.notices.queue(tx, email, 'password-changed', {});
      return this.users.lock(tx, userId);
    });
    await this.liveSessions.ended(userId, user.sessionEpoch);
    return user;
  }
}
