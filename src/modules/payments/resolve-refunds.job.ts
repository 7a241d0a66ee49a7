import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Refund } from './refund.ts';
import { RefundsRepository } from './refunds.repository.ts';
import { SettleRefund } from './settle-refund.use-case.ts';

/** Inquired about at once. A chunk lasts at most two provider deadlines, well within the lease. */
const CHUNK_SIZE = 5;
const LEASE_SECONDS = 60;

/** Asks the provider about every refund whose outcome is not known and whose inquiry is due. */
@Injectable()
export class ResolveRefundsJob implements OnModuleInit {
  private readonly logger = new Logger(ResolveRefundsJob.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly refunds: RefundsRepository,
    private readonly settle: SettleRefund,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'resolve-refunds', cron: '*/10 * * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, async () => {
      const taken = await this.transactions.run((tx) => this.refunds.takeDue(tx, CHUNK_SIZE));
      const due = await this.refunds.findMany(taken);
      await Promise.all(due.map((refund) => this.resume(refund)));
      return taken.length;
    });
  }

  // One refund that cannot be resolved must not stop the others; its next inquiry is scheduled already.
  private async resume(refund: Refund): Promise<void> {
    try {
      await this.settle.resume(refund);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown error';
      this.logger.error(`inquiry of refund ${refund.id} failed: ${why}`);
    }
  }
}
