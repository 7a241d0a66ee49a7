import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BackgroundLoop } from '../platform/background-loop.ts';
import { CONFIG, type Config } from '../platform/config/index.ts';
import { Metrics } from '../platform/observability/index.ts';
import { Clock } from '../shared/clock.ts';
import { ChainRepository, type SealedEntries } from './chain.repository.ts';

const CHUNK = 20_000;
const MIN_PAUSE_MS = 1_000;
/** When all is sealed a pause is this many times as long as the work before it: a twentieth of one connection at most. */
const PAUSE_FACTOR = 20;
const AFTER_FAILURE_MS = 30_000;
const MAX_HALTED_IN_LOG = 20;

/**
 * Extends the hash chain over what was posted, for as long as the process lives. Off when JOBS=off. Any number may run at
 * once; one of them seals. An account whose history is not what was sealed is halted, said loudly, and left to people.
 */
@Injectable()
export class SealEntries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Ledger');
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    ...{ logger: this.logger, message: 'entries were not sealed', pauseMs: AFTER_FAILURE_MS },
  });
  private halted = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly chain: ChainRepository,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.jobsEnabled) this.loop.start();
  }

  /** The chunk under way is finished; the rest is left for others, or for the next start. */
  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** Seals all there is; returns how many entries. For tests and for JOBS=off. */
  async drain(): Promise<number> {
    let total = 0;
    for (let left = 1; left > 0;) {
      const { sealed, waiting = 0 } = await this.sealChunk();
      total += sealed;
      left = sealed === 0 ? 0 : waiting;
    }
    return total;
  }

  private async turn(): Promise<number> {
    const startedMs = performance.now();
    const { sealed, waiting = 0 } = await this.sealChunk();
    const tookMs = performance.now() - startedMs;
    // While entries are left it goes on: what falls far behind is no longer in memory, and costs ever more to seal.
    return sealed > 0 && waiting > 0 ? 0 : Math.max(MIN_PAUSE_MS, PAUSE_FACTOR * tookMs);
  }

  private async sealChunk(): Promise<SealedEntries> {
    const outcome = await this.chain.seal(CHUNK, this.clock.now());
    if (outcome.waiting === undefined) return outcome;
    this.unsealed.set(outcome.waiting);
    this.haltedAccounts.set(outcome.halted);
    if (outcome.halted > this.halted) await this.sayHalted(outcome.halted);
    this.halted = outcome.halted;
    return outcome;
  }

  private async sayHalted(count: number): Promise<void> {
    const accounts = await this.chain.halted(MAX_HALTED_IN_LOG);
    this.logger.error({ msg: `the history of ${count} accounts is not what was sealed: verify the books`, accounts });
  }

  private get unsealed() {
    return this.metrics.gauge({
      name: 'ledger_unsealed_entries',
      help: 'Entries that the hash chain does not cover yet',
    });
  }

  private get haltedAccounts() {
    return this.metrics.gauge({
      name: 'ledger_halted_accounts',
      help: 'Accounts whose history is not what was sealed',
    });
  }
}
