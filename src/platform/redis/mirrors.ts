import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop } from '../background-loop.ts';
import { Broadcasts } from './broadcasts.ts';
import { Cache } from './cache.ts';
import { Mirror, type Mirrored } from './mirror.ts';

const LOOK_MS = 500;
const AFTER_FAILURE_MS = 2_000;

/** Keeps every mirror of this process young. */
@Injectable()
export class Mirrors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Mirrors.name);
  private readonly mirrors: Mirror<unknown>[] = [];
  private readonly loop = new BackgroundLoop(() => this.turn(), {
    ...{ logger: this.logger, message: 'what is mirrored stays as it was', pauseMs: AFTER_FAILURE_MS },
  });

  constructor(
    private readonly cache: Cache,
    private readonly broadcasts: Broadcasts,
  ) {}

  /** Call it while the application is made: copies are first taken when it starts. */
  open<T>(mirrored: Mirrored<T>): Mirror<T> {
    const mirror = new Mirror(mirrored, this.cache, this.broadcasts);
    this.mirrors.push(mirror);
    return mirror;
  }

  async onApplicationBootstrap(): Promise<void> {
    // Without PostgreSQL the process starts and is not ready; the loop goes on trying.
    await this.turn().catch((error: unknown) => this.logger.warn(`what is mirrored waits: ${String(error)}`));
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async turn(): Promise<number> {
    await Promise.all(this.mirrors.filter(({ isOld }) => isOld).map((mirror) => mirror.refresh()));
    return LOOK_MS;
  }
}
