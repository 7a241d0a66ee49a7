import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { AccessChanges, EndAccess } from '../access/index.ts';
import { Users } from '../users/index.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** With one more, the oldest ends. Many sign-ins at the same moment may pass it; the next one makes up for that. */
export const MAX_LIVE_SESSIONS = 50;

/** All sessions of a person together. */
@Injectable()
export class LiveSessions {
  private readonly logger = new Logger('Sessions');

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly users: Users,
    private readonly endAccess: EndAccess,
    private readonly changes: AccessChanges,
  ) {}

  /** Before one more is opened. */
  async makeRoom(userId: string): Promise<void> {
    const oldest = (await this.sessions.findLive(userId)).slice(MAX_LIVE_SESSIONS - 1);
    for (const { id } of oldest) {
      await this.sessions.delete(id, userId);
      await this.endAccess.execute(id, userId);
    }
  }

  /**
   * Ends every session with the transaction, also one that is being opened at this moment: it began under another number. Call `ended`
   * after the commit, with the number that counts now.
   */
  async endAll(tx: Tx, userId: string): Promise<number> {
    const epoch = await this.users.endSessions(tx, userId);
    await this.changes.announceUser(tx, userId);
    return epoch;
  }

  /** After the commit: felt at once in every process. What is left of the sessions is deleted; that nothing can be done with them is sure already. */
  async ended(userId: string, epoch: number): Promise<void> {
    await this.changes.feltByUser(userId);
    try {
      const over = (await this.sessions.findLive(userId)).filter((session) => session.epoch < epoch);
      await Promise.all(over.map(({ id }) => this.sessions.delete(id, userId)));
    } catch (err) {
      this.logger.warn({ msg: 'sessions that are over were not deleted; they expire', err });
    }
  }
}
