import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import type { Dispute } from './dispute.ts';
import { DisputeBooks } from './dispute-books.ts';
import { DisputesRepository } from './disputes.repository.ts';

const CHUNK = 50;
const LEASE_SECONDS = 60;

/** Takes what people owe for disputes out of their wallets, as soon as it is there. */
@Injectable()
export class CollectOwedJob implements OnModuleInit {
  private readonly logger = new Logger(CollectOwedJob.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly disputes: DisputesRepository,
    private readonly books: DisputeBooks,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => inChunks(context, () => this.collectSome());
    this.jobs.register({ name: 'collect-owed', cron: '*/5 * * * *', leaseSeconds: LEASE_SECONDS, run });
  }

  private async collectSome(): Promise<number> {
    const taken = await this.transactions.run((tx) => this.disputes.takeOwed(tx, CHUNK));
    // One that cannot be collected must not stop the others; its next try is scheduled already.
    for (const dispute of await this.disputes.findMany(taken)) await this.collect(dispute);
    return taken.length;
  }

  private async collect({ id, paymentId }: Dispute): Promise<void> {
    try {
      await this.transactions.run(async (tx) => {
        const payment = await this.books.lock(tx, paymentId);
        await this.books.collect(tx, payment, await this.books.read(tx, id));
      });
      await this.books.forget(paymentId);
    } catch (error) {
      this.logger.error(`what is owed for dispute ${id} was not collected`, error);
    }
  }
}
