import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Orders } from './orders.ts';

const CHUNK_SIZE = 100;
const MAX_CHUNKS = 1_000;

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

  private async run(context: JobContext): Promise<number> {
    let expired = 0;
    for (let chunk = 0; chunk < MAX_CHUNKS; chunk += 1) {
      const ended = await this.transactions.run((tx) => this.orders.expireDue(tx, CHUNK_SIZE));
      expired += ended;
      if (ended === 0) return expired;
      await context.renew(expired);
    }
    return expired;
  }
}
