import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { type User, Users } from '../users/index.ts';
import { FormerAccess, type Reach } from './former-access.ts';

export interface NewPassword extends Reach {
  readonly passwordHash: string;
  /** Whether the person has just proved that the address is theirs. */
  readonly provesEmail: boolean;
}

/** Puts a new password in the place of the old one, ends every session with it, and tells the person. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: Users,
    private readonly formerAccess: FormerAccess,
  ) {}

  /**
   * `proved` is the person as they were when they proved who they are. The person as they are then; undefined, and nothing is done, when
   * their sessions were ended, their address changed or they were suspended since: it proves nothing any more. Refuses `not_found`.
   */
  async put(proved: User, { passwordHash, provesEmail, ...reach }: NewPassword): Promise<User | undefined> {
    const { id, email } = proved;
    const user = await this.transactions.run(async (tx) => {
      const found = await this.users.lock(tx, id);
      if (!stillProves(proved, found)) return undefined;
      if (provesEmail && found.emailVerifiedAt === null) await this.users.verifyContact(tx, id, 'email', email);
      const former = { ...reach, removeRecent: reach.removeRecent && (await this.users.hasPassword(tx, id)) };
      await this.users.setPassword(tx, id, passwordHash);
      await this.formerAccess.end(tx, found, former);
      return this.users.lock(tx, id);
    });
    if (user) await this.formerAccess.ended(user);
    return user;
  }
}

function stillProves(proved: User, found: User): boolean {
  return found.status === 'active' && found.sessionEpoch === proved.sessionEpoch && found.email === proved.email;
}
