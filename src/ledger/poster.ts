import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/index.ts';
import { Metrics } from '../platform/observability/index.ts';
import type { Tx } from '../platform/postgres/index.ts';
import { Clock } from '../shared/clock.ts';
import type { LedgerCommand, Verdict } from './core/index.ts';
import type { DryRun } from './dry-run.ts';
import { GroupCommit } from './group-commit.ts';
import type { PostItem, Posted } from './post-item.ts';
import { isItemsFault, isLocked, PostingsRepository } from './postings.repository.ts';

/** Between 100 and 250 commands a statement costs the least for each; see docs/benchmarks.md. */
const BATCH = 200;
const ANOTHER = 16;
const PATIENCE_MS = 20;
const BATCH_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** The default way to post: everybody who waits goes into one statement, one transaction, one fsync. */
@Injectable()
export class Poster implements OnApplicationShutdown {
  private readonly queue: GroupCommit;

  constructor(
    private readonly postings: PostingsRepository,
    @Inject(CONFIG) config: Config,
    metrics: Metrics,
    private readonly clock: Clock,
  ) {
    const sizes = metrics.histogram({
      name: 'ledger_batch_commands',
      help: 'Commands posted in one statement',
      buckets: BATCH_BUCKETS,
    });
    const waiting = metrics.gauge({ name: 'ledger_waiting_commands', help: 'Commands that wait for their batch' });
    const write = (items: readonly PostItem[], hurried: boolean): Promise<Posted[]> => {
      waiting.set(this.queue.depth);
      sizes.observe(items.reduce((sum, { commands }) => sum + commands.length, 0));
      return this.postings.write(items, this.clock.now(), hurried);
    };
    const limits = {
      inFlight: PostingsRepository.CONNECTIONS,
      batch: BATCH,
      waiting: config.ledgerQueueLimit,
      another: ANOTHER,
      patienceMs: PATIENCE_MS,
    };
    this.queue = new GroupCommit({ write, isItemsFault, isLocked }, limits);
  }

  /** Posts in a transaction shared with whoever waits too; answers after its commit. Refuses `ledger_busy`. */
  post(item: PostItem): Promise<Posted> {
    return this.queue.post(item);
  }

  /** Posts inside of the caller's transaction. */
  postIn(tx: Tx, commands: readonly LedgerCommand[]): Promise<Verdict[]> {
    return this.postings.postIn(tx, commands, this.clock.now());
  }

  /** What the commands would do; nothing is written. */
  dryRun(commands: readonly LedgerCommand[]): Promise<DryRun> {
    return this.postings.dryRun(commands, this.clock.now());
  }

  /** Everybody who waits is answered before the connections are closed. */
  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
    await this.postings.close();
  }
}
