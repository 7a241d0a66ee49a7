import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Payment } from './payment.ts';
import { PaymentsRepository } from './payments.repository.ts';
import { SettlePayment } from './settle-payment.use-case.ts';

/** Inquired about at once. A chunk lasts at most two provider deadlines, well within the lease. */
const CHUNK_SIZE = 5;
const LEASE_SECONDS = 60;

/** Asks the provider about every payment whose outcome is not known and whose inquiry is due. */
@Injectable()
export class ResolvePaymentsJob implements OnModuleInit {
  private readonly logger = new Logger(ResolvePaymentsJob.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly payments: PaymentsRepository,
    private readonly settle: SettlePayment,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'resolve-payments', cron: '*/10 * * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, async () => {
      const taken = await this.transactions.run((tx) => this.payments.takeDue(tx, CHUNK_SIZE));
      const due = await this.payments.findMany(taken);
      await Promise.all(due.map((payment) => this.resume(payment)));
      return taken.length;
    });
  }

  // One payment that cannot be resolved must not stop the others; its next inquiry is scheduled already.
  private async resume(payment: Payment): Promise<void> {
    try {
      await this.settle.resume(payment);
    } catch (error) {
      this.logger.error(
        `inquiry of payment ${payment.id} failed: ${error instanceof Error ? error.message : 'unknown error'}`,
      );
    }
  }
}
