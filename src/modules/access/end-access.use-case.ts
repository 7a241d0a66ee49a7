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

  /** `reason`, where it was not wished for, is for the audit log. */
  async execute(sessionId: string, userId: string, reason?: string): Promise<void> {
    await this.transactions.run(async (tx) => {
      if (!(await this.repository.endSession(tx, sessionId, userId))) return;
      await this.changes.announceUser(tx, userId);
      const ended = { service: 'access', action: 'session.ended', subjectId: userId };
      await audit.record(tx, { ...ended, reason, after: { sessionId } });
    });
    await this.changes.feltByUser(userId);
  }
}
