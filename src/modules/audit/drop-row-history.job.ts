import { Injectable, type OnModuleInit } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { inChunks, type JobContext, Jobs } from '../../platform/jobs/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { RETENTION } from '../../shared/retention.ts';
import { RowHistory } from './row-history.repository.ts';

const CHUNK = 1_000;

/**
 * Lets the history of rows go after its time: whole months first, then what was written into none, and what a legal hold kept that is
 * released. Returns how many months and rows those were.
 */
@Injectable()
export class DropRowHistoryJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly history: RowHistory,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const run = (context: JobContext): Promise<number> => this.run(context);
    this.jobs.register({ name: 'row-history-cleanup', cron: '0 37 * * * *', leaseSeconds: 60, run });
  }

  private run(context: JobContext): Promise<number> {
    const before = new Date(this.clock.now().getTime() - RETENTION.rowHistory.keptMs);
    return inChunks(context, () => this.transactions.run((tx) => this.letGo(tx, before)));
  }

  private async letGo(tx: Tx, before: Date): Promise<number> {
    const month = await this.history.dropMonth(tx, before);
    const rows = month ? 0 : await this.history.sweep(tx, before, CHUNK);
    if (month) await recordOf(tx, 'row_history.month_dropped', month.name, { held: month.held.toString() });
    if (rows > 0) await recordOf(tx, 'row_history.rows_deleted', 'row_change', { rows });
    return month ? 1 : rows;
  }
}

function recordOf(tx: Tx, action: string, subjectId: string, after: object): Promise<void> {
  return audit.record(tx, { service: 'audit', action, subjectId, after });
}
