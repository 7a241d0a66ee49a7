import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
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
      if (!(await this.repository.endSession(tx, sessionId, userId))) return;
      await this.changes.announceUser(tx, userId);
      const after = { sessionId };
      await audit.record(tx, { service: 'access', action: 'session.ended', subjectId: userId, after });
    });
    await this.changes.feltByUser(userId);
  }
}
