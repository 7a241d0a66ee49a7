import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BackgroundLoop } from '../../platform/background-loop.ts';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { ChainEvents } from './chain-events.ts';
import { DeliverAudit } from './deliver-audit.ts';
import { WatchBacklog } from './watch-backlog.ts';

const IDLE_MS = 500;
const AFTER_FAILURE_MS = 5_000;

/**
 * Brings audit events from PostgreSQL to the log for as long as the process lives. Off when JOBS=off. Any number may run at once. An
 * event leaves PostgreSQL when the log has it, and waits there for as long as that takes: it is never given up.
 */
@Injectable()
export class RelayAudit implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    ...{ logger: new Logger('Audit'), message: 'audit events were not delivered', pauseMs: AFTER_FAILURE_MS },
  });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly chainEvents: ChainEvents,
    private readonly deliver: DeliverAudit,
    private readonly backlog: WatchBacklog,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.jobsEnabled) this.loop.start();
  }

  /** The batch under way is finished; the rest is left for others, or for the next start. */
  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** Brings everything there is to the log; returns how many events. For tests and for JOBS=off. */
  async drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const { chained, delivered } = await this.move();
      if (chained + delivered === 0) return total;
      total += delivered;
    }
  }

  private async turn(): Promise<number> {
    await this.backlog.look();
    const { chained, delivered } = await this.move();
    return chained + delivered > 0 ? 0 : IDLE_MS;
  }

  private async move(): Promise<{ chained: number; delivered: number }> {
    const chained = await this.chainEvents.execute();
    return { chained, delivered: await this.deliver.execute() };
  }
}
