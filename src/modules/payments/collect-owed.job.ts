import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { CollectDebt } from './collect-debt.use-case.ts';
import type { Dispute } from './dispute.ts';

const CHUNK = 50;
const LEASE_SECONDS = 60;

/** Takes what people owe for disputes out of their wallets, as soon as it is there. */
@Injectable()
export class CollectOwedJob implements OnModuleInit {
  private readonly logger = new Logger(CollectOwedJob.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly debts: CollectDebt,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => inChunks(context, () => this.collectSome());
    this.jobs.register({ name: 'collect-owed', cron: '*/5 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private async collectSome(): Promise<number> {
    const due = await this.debts.takeDue(CHUNK);
    // One that cannot be collected must not stop the others; its next try is scheduled already.
    for (const debt of due) await this.collect(debt);
    return due.length;
  }

  private async collect(debt: Dispute): Promise<void> {
    try {
      await this.debts.execute(debt);
    } catch (error) {
      this.logger.error(`what is owed for dispute ${debt.id} was not collected`, error);
    }
  }
}
