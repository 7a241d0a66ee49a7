import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { RETENTION } from '../../shared/retention.ts';
import { RedemptionsRepository } from './redemptions.repository.ts';

/** Forgets codes that were shown and never scanned. Scanned ones stay with their order. */
@Injectable()
export class RedemptionCleanup implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly redemptions: RedemptionsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const begin = () => {
      const before = new Date(this.clock.now().getTime() - RETENTION.unscannedCode.keptMs);
      return (limit: number) => this.transactions.run((tx) => this.redemptions.deleteUnscanned(tx, before, limit));
    };
    this.jobs.register(cleanupJob({ name: 'redemption-cleanup', cron: '33 * * * *', begin }));
  }
}
