import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BackgroundLoop } from '../background-loop.ts';
import { CONFIG, type Config } from '../config/index.ts';
import { BATCH_SIZE, DeliverBatch } from './deliver-batch.ts';

const IDLE_MS = 500;
const AFTER_FAILURE_MS = 5_000;

/** Brings events to their handlers for as long as the process lives. Off when JOBS=off. Any number may run at once. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    ...{ logger: this.logger, message: 'no batch was delivered', pauseMs: AFTER_FAILURE_MS },
  });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly deliverBatch: DeliverBatch,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.jobsEnabled) this.loop.start();
  }

  /** The batch under way is finished; what was not taken is left for the others. */
  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** Delivers what is due now, until nothing is; returns how many deliveries were made. For tests and for JOBS=off. */
  async drain(): Promise<number> {
    let delivered = 0;
    for (let taken = -1; taken !== 0; delivered += taken) taken = await this.deliverBatch.execute();
    return delivered;
  }

  private async turn(): Promise<number> {
    return (await this.deliverBatch.execute()) === BATCH_SIZE ? 0 : IDLE_MS;
  }
}
