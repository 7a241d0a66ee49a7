import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { RowHistory } from './row-history.repository.ts';

const MONTHS_AHEAD = 3;

/** Makes the monthly partitions of the history of rows ahead of time, so that a change never waits for one. */
@Injectable()
export class MakeHistoryPartitionsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly history: RowHistory,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const run = (): Promise<number> => this.run();
    this.jobs.register({ name: 'make-history-partitions', cron: '0 27 * * * *', leaseSeconds: 60, run });
  }

  private async run(): Promise<number> {
    const now = this.clock.now();
    let made = 0;
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      const missing = await this.transactions.run((tx) => this.history.makePartition(tx, month));
      made += missing ? 1 : 0;
    }
    return made;
  }
}
