import { Injectable, type OnModuleInit } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { RETENTION } from '../../shared/retention.ts';
import { DecisionsRepository } from './decisions.repository.ts';

/** Forgets what risk decided, once nobody has to account for it any longer. */
@Injectable()
export class DecisionCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly decisions: DecisionsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const begin = () => {
      const before = new Date(this.clock.now().getTime() - RETENTION.riskDecision.keptMs);
      return (limit: number) => this.transactions.run((tx) => this.deleteSome(tx, before, limit));
    };
    this.jobs.register(cleanupJob({ name: 'risk-decision-cleanup', cron: '53 3 * * *', begin }));
  }

  private async deleteSome(tx: Tx, before: Date, limit: number): Promise<number> {
    const deleted = await this.decisions.deleteOver(tx, before, limit);
    const what = { service: 'risk', action: 'decisions.deleted', subjectId: 'risk_decision', after: { deleted } };
    if (deleted > 0) await audit.record(tx, what);
    return deleted;
  }
}
