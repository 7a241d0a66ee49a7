import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isItemsFault } from '../../ledger/index.ts';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

/** Small: the wallets of a whole chunk are locked together. */
const CHUNK_SIZE = 50;

/** Makes the transfers whose time has come, in chunks. Posting and writing down what came of it are one transaction. */
@Injectable()
export class ExecuteScheduledTransfersJob implements OnModuleInit {
  private readonly logger = new Logger(ExecuteScheduledTransfersJob.name);

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

  private async run(context: JobContext): Promise<number> {
    const stuck: string[] = [];
    const settled = await inChunks(context, () => this.settleChunk(stuck));
    // A run that left something behind is a failed one, so that somebody looks.
    if (stuck.length > 0) throw new Error(`${stuck.length} could not be settled, the first of them ${stuck[0]}`);
    return settled;
  }

  // What the database itself refuses to write down must not keep the others waiting: it is set aside for this run.
  private async settleChunk(stuck: string[]): Promise<number> {
    const ids = await this.scheduled.due(CHUNK_SIZE, stuck);
    try {
      return await this.settle(ids);
    } catch (error) {
      if (!isItemsFault(error)) throw error;
    }
    let settled = 0;
    for (const id of ids) settled += await this.settleAlone(id, stuck);
    return settled;
  }

  private async settleAlone(id: string, stuck: string[]): Promise<number> {
    try {
      return await this.settle([id]);
    } catch (error) {
      if (!isItemsFault(error)) throw error;
      this.logger.error(`scheduled transfer ${id}: ${error instanceof Error ? error.message : 'unknown'}`);
      stuck.push(id);
      return 0;
    }
  }

  private settle(ids: readonly string[]): Promise<number> {
    return this.transactions.run((tx) => this.scheduled.execute(tx, ids));
  }
}
