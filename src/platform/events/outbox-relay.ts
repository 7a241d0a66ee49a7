import { setTimeout } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.ts';
import { BATCH_SIZE, DeliverBatch } from './deliver-batch.ts';

const IDLE_MS = 500;
const AFTER_FAILURE_MS = 5_000;

/** Brings events to their handlers for as long as the process lives. Off when JOBS=off. Any number may run at once. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private readonly stop = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly deliverBatch: DeliverBatch,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.jobsEnabled) this.loop = this.run();
  }

  /** The batch under way is finished; what was not taken is left for the others. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.loop;
  }

  /** Delivers what is due now, until nothing is; returns how many deliveries were made. For tests and for JOBS=off. */
  async drain(): Promise<number> {
    let delivered = 0;
    for (let taken = -1; taken !== 0; delivered += taken) taken = await this.deliverBatch.execute();
    return delivered;
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) await this.pause(await this.turn());
  }

  private async turn(): Promise<number> {
    try {
      return (await this.deliverBatch.execute()) === BATCH_SIZE ? 0 : IDLE_MS;
    } catch (error) {
      this.logger.error(`no batch was delivered: ${error instanceof Error ? error.message : 'unknown failure'}`);
      return AFTER_FAILURE_MS;
    }
  }

  private async pause(ms: number): Promise<void> {
    if (ms === 0) return;
    // Ended early by the stop signal, which the loop looks at next.
    await setTimeout(ms, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }
}
