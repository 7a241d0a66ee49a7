import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Orders } from './orders.ts';

const CHUNK_SIZE = 100;

/** Writes down which orders have expired and announces it, in chunks. Nobody waits for it: reads say EXPIRED at once. */
@Injectable()
export class ExpireOrdersJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly orders: Orders,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'expire-orders',
      cron: '*/30 * * * * *',
      leaseSeconds: 60,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, () => this.transactions.run((tx) => this.orders.expireDue(tx, CHUNK_SIZE)));
  }
}
