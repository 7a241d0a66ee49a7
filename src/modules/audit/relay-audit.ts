import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BackgroundLoop } from '../../platform/background-loop.ts';
import { CONFIG, type Config } from '../../platform/config/index.ts';
import { MoveEvents } from './move-events.ts';
import { WatchBacklog } from './watch-backlog.ts';

const IDLE_MS = 500;
const AFTER_FAILURE_MS = 5_000;
/** After events of postings were brought to the log, none are made for this many times as long. */
const REST_FACTOR = 4;

/**
 * Brings audit events from PostgreSQL to the log for as long as the process lives. Off when JOBS=off. Any number may run at once. An
 * event leaves PostgreSQL when the log has it, and the queue if there is one, and waits there for as long as that takes: it is never given up.
 */
@Injectable()
export class RelayAudit implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    ...{ logger: new Logger('Audit'), message: 'audit events were not delivered', pauseMs: AFTER_FAILURE_MS },
  });

  private readonly queueLoop = new BackgroundLoop(async () => ((await this.events.send()) > 0 ? 0 : IDLE_MS), {
    ...{ logger: new Logger('Audit'), message: 'audit events were not sent to the queue', pauseMs: AFTER_FAILURE_MS },
  });

  private notedAtMs: number | undefined;
  private noteNextMs = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly events: MoveEvents,
    private readonly backlog: WatchBacklog,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.jobsEnabled) return;
    this.loop.start();
    if (this.config.auditQueueUrl !== undefined) this.queueLoop.start();
  }

  /** The batch under way is finished; the rest is left for others, or for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.loop.stop(), this.queueLoop.stop()]);
  }

  /** Brings everything there is to the log, and to the queue if there is one; returns how many events the log was brought. For tests and for JOBS=off. */
  async drain(): Promise<number> {
    let total = 0;
    for (;;) {
      const noted = await this.events.note();
      const { chained, delivered } = await this.events.move();
      const sent = await this.events.send();
      if (noted + chained + delivered + sent === 0) return total;
      total += delivered;
    }
  }

  private async turn(): Promise<number> {
    await this.backlog.look();
    const { chained, delivered } = await this.events.move();
    if (chained + delivered > 0) return 0;
    return (await this.noteWhenRested()) > 0 ? 0 : IDLE_MS;
  }

  // What was posted comes when everything else is there, and then after a rest: money goes first.
  private async noteWhenRested(): Promise<number> {
    const nowMs = performance.now();
    if (this.notedAtMs !== undefined) this.noteNextMs = nowMs + REST_FACTOR * (nowMs - this.notedAtMs);
    this.notedAtMs = undefined;
    if (nowMs < this.noteNextMs) return 0;
    const noted = await this.events.note();
    if (noted > 0) this.notedAtMs = nowMs;
    return noted;
  }
}
