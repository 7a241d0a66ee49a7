import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isItemsFault } from '../../ledger/index.ts';
import { inChunks, Jobs, type JobContext } from '../../platform/jobs/index.ts';
import { tookTooLong, Transactions } from '../../platform/postgres/index.ts';
import { ScheduledRisk } from './scheduled-risk.ts';
import type { DueTransfer } from './scheduled-transfers.repository.ts';
import { ScheduledTransfers } from './scheduled-transfers.ts';

/** Small: the wallets of a whole chunk are locked together. */
const CHUNK_SIZE = 50;
/** A wallet that somebody keeps locked holds up its chunk for so long. */
const LOCK_TIMEOUT_MS = 1_000;
/** And then each transfer of that chunk for so long, until those that want it are set aside. */
const HURRIED_LOCK_TIMEOUT_MS = 100;

/** How far a run has come. */
interface Progress {
  after?: DueTransfer;
  settled: number;
  readonly stuck: string[];
}

/** Makes the transfers whose time has come, in chunks. Posting and writing down what came of it are one transaction. */
@Injectable()
export class ExecuteScheduledTransfersJob implements OnModuleInit {
  private readonly logger = new Logger(ExecuteScheduledTransfersJob.name);

  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly scheduled: ScheduledTransfers,
    private readonly risk: ScheduledRisk,
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
    const progress: Progress = { settled: 0, stuck: [] };
    await inChunks(context, () => this.settleNext(context, progress));
    // A run that left something behind is a failed one, so that somebody looks.
    const { settled, stuck } = progress;
    if (stuck.length > 0) throw new Error(`${stuck.length} could not be settled, the first of them ${stuck[0]}`);
    return settled;
  }

  // Every one that is due gets one try a run, and the run ends when none is left to try, however few could be settled.
  private async settleNext(context: JobContext, progress: Progress): Promise<number> {
    const due = await this.scheduled.due(CHUNK_SIZE, progress.after);
    progress.after = due.at(-1);
    const ids = due.map(({ id }) => id);
    if (ids.length > 0) await this.settleChunk(context, progress, ids);
    return ids.length;
  }

  // What cannot be locked or written down must not keep the others waiting: it is set aside for this run.
  private async settleChunk(context: JobContext, progress: Progress, ids: readonly string[]): Promise<void> {
    try {
      await this.settle(progress, ids, LOCK_TIMEOUT_MS);
      return;
    } catch (error) {
      if (!isOneItemsTrouble(error)) throw error;
    }
    for (const id of ids) {
      await this.settleAlone(progress, id);
      await context.renew(progress.settled);
    }
  }

  private async settleAlone(progress: Progress, id: string): Promise<void> {
    try {
      await this.settle(progress, [id], HURRIED_LOCK_TIMEOUT_MS);
    } catch (error) {
      if (!isOneItemsTrouble(error)) throw error;
      this.logger.error(`scheduled transfer ${id}: ${error instanceof Error ? error.message : 'unknown'}`);
      progress.stuck.push(id);
    }
  }

  // Risk is asked before, outside of the transaction. What it cannot decide is tried with the next run.
  private async settle(progress: Progress, ids: readonly string[], lockTimeoutMs: number): Promise<void> {
    const judged = await this.risk.judge(ids);
    const settled = await this.transactions.run((tx) => this.scheduled.execute(tx, judged), { lockTimeoutMs });
    progress.settled += settled.length;
    await this.risk.giveBackUnsettled(judged, settled);
    for (const [id, { outcome }] of judged) if (outcome === 'later') progress.stuck.push(id);
  }
}

function isOneItemsTrouble(error: unknown): boolean {
  return isItemsFault(error) || tookTooLong(error);
}
