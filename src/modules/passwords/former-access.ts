import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { RevokeAllKeys } from '../api-keys/index.ts';
import { LiveSessions } from '../auth/index.ts';
import { Notices } from '../messages/index.ts';
import type { User } from '../users/index.ts';
import { OtherWaysIn, type WaysIn } from './other-ways-in.ts';

/** How far what was got with the old password ends with it. */
export interface Reach {
  readonly revokeApiKeys: boolean;
  /** Whether the ways in that were added lately go too: not where there was no password, by which nobody added them. */
  readonly removeRecent: boolean;
}

const NONE: WaysIn = { removed: [], left: [] };

/** What was got with a password that is no more. */
@Injectable()
export class FormerAccess {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly revokeAllKeys: RevokeAllKeys,
    private readonly otherWaysIn: OtherWaysIn,
    private readonly notices: Notices,
  ) {}

  /** Ends every session, and what else is asked, with the transaction, and tells the person, who is locked. */
  async end(tx: Tx, user: User, { revokeApiKeys: apiKeysRevoked, removeRecent }: Reach): Promise<void> {
    await this.liveSessions.endAll(tx, user.id);
    if (apiKeysRevoked) await this.revokeAllKeys.execute(tx, user);
    const waysIn = removeRecent ? await this.otherWaysIn.removeRecent(tx, user) : NONE;
    await this.notices.queue(tx, user.email, 'password-changed', { apiKeysRevoked, ...waysIn });
  }

  /** After the commit, with the person as they are then: felt at once in every process. */
  ended({ id, sessionEpoch }: User): Promise<void> {
    return this.liveSessions.ended(id, sessionEpoch);
  }
}
