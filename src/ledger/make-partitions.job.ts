import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../platform/jobs/index.ts';
import { Transactions } from '../platform/postgres/index.ts';
import { Clock } from '../shared/clock.ts';
import { PartitionsRepository } from './partitions.repository.ts';

const MONTHS_AHEAD = 3;

/** Makes the monthly partitions of the entries ahead of time, so that none is ever made on the posting path. */
@Injectable()
export class MakePartitionsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly transactions: Transactions,
    private readonly partitions: PartitionsRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.register({
      name: 'make-ledger-partitions',
      cron: '0 17 * * * *',
      leaseSeconds: 60,
      run: () => this.run(),
    });
  }

  private async run(): Promise<number> {
    const now = this.clock.now();
    let made = 0;
    for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead += 1) {
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      const missing = await this.transactions.run((tx) => this.partitions.make(tx, month));
      made += missing ? 1 : 0;
    }
    return made;
  }
}
