import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../platform/jobs/index.ts';
import { Transactions } from '../platform/postgres/index.ts';
import { Clock } from '../shared/clock.ts';
import { HoldsRepository } from './holds.repository.ts';

const CHUNK_SIZE = 200;

/** Sweeps holds that are past their time out of the pending balances, in chunks. */
@Injectable()
export class ExpireHoldsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly holds: HoldsRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'expire-holds',
      cron: '*/30 * * * * *',
      leaseSeconds: 60,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, () =>
      this.transactions.run((tx) => this.holds.expireDue(tx, this.clock.now(), CHUNK_SIZE)),
    );
  }
}
