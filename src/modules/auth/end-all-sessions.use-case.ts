import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { LiveSessions } from './live-sessions.ts';

/** Signs the person out everywhere, here too. */
@Injectable()
export class EndAllSessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly liveSessions: LiveSessions,
  ) {}

  async execute(userId: string): Promise<void> {
    const epoch = await this.transactions.run((tx) => this.liveSessions.endAll(tx, userId));
    await this.liveSessions.ended(userId, epoch);
  }
}
