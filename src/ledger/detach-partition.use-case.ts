import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.ts';
import { Clock } from '../shared/clock.ts';
import { PartitionsRepository } from './partitions.repository.ts';
import { VerifyBooks } from './verify-books.use-case.ts';

/**
 * Detaches the oldest month of entries when it is older than those to be kept; returns its name, or undefined when none is.
 * Throws when the books are not sound, or when the month is not closed, sealed and anchored: then nothing goes.
 */
@Injectable()
export class DetachPartition {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly partitions: PartitionsRepository,
    private readonly verifyBooks: VerifyBooks,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<string | undefined> {
    const now = this.clock.now();
    const oldest = await this.oldestToGo(now);
    if (!oldest) return undefined;

    const { problems } = await this.verifyBooks.execute();
    const [worst] = problems;
    if (worst) throw new Error(`the books are not sound: ${worst.check}: ${worst.subject}: ${worst.found}`);
    return this.partitions.detach(oldest, now);
  }

  private async oldestToGo(now: Date): Promise<Date | undefined> {
    const months = this.config.ledgerRetentionMonths;
    if (months === 0) return undefined;
    const keptFrom = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
    const oldest = await this.partitions.oldest();
    return oldest && oldest < keptFrom ? oldest : undefined;
  }
}
