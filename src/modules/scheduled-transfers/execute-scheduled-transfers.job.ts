import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

/** Small: the wallets of a whole chunk are locked together. */
const CHUNK_SIZE = 50;

/** Makes the transfers whose time has come, in chunks. Posting and writing down what came of it are one transaction. */
@Injectable()
export class ExecuteScheduledTransfersJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly scheduled: ScheduledTransfers,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'execute-scheduled-transfers',
      cron: '*/5 * * * * *',
      leaseSeconds: 60,
      run: (context) => this.run(context),
    });
  }

  private run(context: JobContext): Promise<number> {
    return inChunks(context, () => this.transactions.run((tx) => this.scheduled.executeDue(tx, CHUNK_SIZE)));
  }
}
