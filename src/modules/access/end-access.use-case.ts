import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import { AccessRepository } from './access.repository.ts';
import { AccessChanges } from './access-changes.ts';

/** Ends what the access tokens of a session are good for, in every process at once. Twice is no error. */
@Injectable()
export class EndAccess {
  constructor(
    private readonly repository: AccessRepository,
    private readonly transactions: Transactions,
    private readonly changes: AccessChanges,
  ) {}

  async execute(sessionId: string, userId: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (await this.repository.endSession(tx, sessionId, userId)) await this.changes.announceUser(tx, userId);
    });
    await this.changes.feltByUser(userId);
  }
}
