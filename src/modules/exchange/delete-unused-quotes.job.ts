import { Injectable, type OnModuleInit } from '@nestjs/common';
import { cleanupJob, Jobs } from '../../platform/jobs/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { QuotesRepository } from './quotes.repository.ts';
import { RETENTION } from '../../shared/retention.ts';

/** For as long after its end somebody may ask why a quote was refused. */
export const UNUSED_QUOTE_KEPT_MS = RETENTION.unusedQuote.keptMs;

/** Deletes quotes that nobody used, seven days after they expired. Used ones stay with their exchange. */
@Injectable()
export class DeleteUnusedQuotesJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly quotes: QuotesRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const begin = () => {
      const before = new Date(this.clock.now().getTime() - UNUSED_QUOTE_KEPT_MS);
      return (limit: number) => this.transactions.run((tx) => this.quotes.deleteUnused(tx, before, limit));
    };
    this.jobs.register(cleanupJob({ name: 'delete-unused-quotes', cron: '23 * * * *', begin }));
  }
}
