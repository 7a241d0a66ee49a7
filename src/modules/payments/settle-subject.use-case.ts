import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/postgres/index.ts';
import type { SubjectKind } from './provider-account.ts';
import { ProviderSubjects, type Subject } from './provider-subjects.repository.ts';
import { SettleDispute } from './settle-dispute.use-case.ts';
import { SettlePayout } from './settle-payout.use-case.ts';

/**
 * Asks a provider about a dispute or a payout and records the answer. Any number may do so at once. What rests is not asked
 * about again, unless something was heard of it meanwhile.
 */
@Injectable()
export class SettleSubject {
  private readonly settlers: Readonly<Record<SubjectKind, { resume(subject: Subject): Promise<boolean> }>>;

  constructor(
    disputes: SettleDispute,
    payouts: SettlePayout,
    private readonly transactions: Transactions,
    private readonly subjects: ProviderSubjects,
  ) {
    this.settlers = { dispute: disputes, payout: payouts };
  }

  async resume(subject: Subject): Promise<void> {
    const rests = await this.settlers[subject.kind].resume(subject);
    if (rests) await this.transactions.run((tx) => this.subjects.close(tx, subject));
  }
}
