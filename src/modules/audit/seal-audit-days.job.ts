import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { AuditChains } from './audit-chains.repository.ts';

/** Seals the days of the log that are over: from then on nothing is added to them, and an anchor of each is kept. */
@Injectable()
export class SealAuditDaysJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly chains: AuditChains,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'seal-audit-days',
      cron: '40 */10 * * * *',
      leaseSeconds: 60,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    const at = this.clock.now();
    return inChunks(context, async () => ((await this.transactions.run((tx) => this.chains.sealNext(tx, at))) ? 1 : 0));
  }
}
