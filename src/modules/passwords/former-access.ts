import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { RevokeAllKeys } from '../api-keys/index.ts';
import { LiveSessions } from '../auth/index.ts';
import { Notices } from '../messages/index.ts';
import type { User } from '../users/index.ts';

/** What was got with a password that is no more. */
@Injectable()
export class FormerAccess {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly revokeAllKeys: RevokeAllKeys,
    private readonly notices: Notices,
  ) {}

  /** Ends every session, and every API key when that is asked, with the transaction, and tells the person, who is locked. */
  async end(tx: Tx, user: User, apiKeysRevoked: boolean): Promise<void> {
    await this.liveSessions.endAll(tx, user.id);
    if (apiKeysRevoked) await this.revokeAllKeys.execute(tx, user);
    await this.notices.queue(tx, user.email, 'password-changed', { apiKeysRevoked });
  }

  /** After the commit, with the person as they are then: felt at once in every process. */
  ended({ id, sessionEpoch }: User): Promise<void> {
    return this.liveSessions.ended(id, sessionEpoch);
  }
}
