import { setTimeout } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import { asSystem } from './postgres/index.ts';

interface LoopFailure {
  readonly logger: Logger;
  /** What a turn that failed did not do, for the log. */
  readonly message: string;
  readonly pauseMs: number;
}

/** A turn of work again and again, for everybody, from `start` to `stop`. What a turn throws is logged, and the next comes later. */
export class BackgroundLoop {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  /** A turn gives the pause before the next, in milliseconds. */
  constructor(
    private readonly turn: () => Promise<number>,
    private readonly onFailure: LoopFailure,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** The turn under way is finished; a pause is not. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pauseMs = await this.guardedTurn();
      // Ended early by the signal, which the loop looks at next.
      if (pauseMs > 0) await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async guardedTurn(): Promise<number> {
    try {
      return await asSystem('loop', this.turn);
    } catch (error) {
      const { logger, message, pauseMs } = this.onFailure;
      logger.error(`${message}: ${error instanceof Error ? error.message : 'unknown failure'}`);
      return pauseMs;
    }
  }
}
