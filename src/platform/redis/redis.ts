import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis as IORedis } from 'ioredis';
import { CONFIG, type Config } from '../config/index.ts';

const CONNECT_TIMEOUT_MS = 1_000;
const COMMAND_TIMEOUT_MS = 500;
const DISCONNECT_TIMEOUT_MS = 200;
const FIRST_CONNECTION_WAIT_MS = 1_000;
const MAX_RECONNECT_DELAY_MS = 5_000;
const FIRST_RECONNECT_DELAY_MS = 50;
/** After a command timed out the connection is left alone for this long, so that not every request waits for it. */
const REST_AFTER_TIMEOUT_MS = 1_000;

/** Commands that come for many callers at once: to gather them again would only make them wait. */
const GATHERED_BY_THEIR_CALLERS = ['countTogether'];

/**
 * Redis, which may be absent, slow or gone at any moment: what it holds may be lost. Ask through `attempt`. It reconnects
 * in the background for as long as the process lives.
 */
@Injectable()
export class Redis implements OnModuleInit, OnApplicationShutdown {
  /** For pub/sub (`client?.duplicate()`); undefined when no Redis is configured. Everybody else uses `attempt`. */
  readonly client: IORedis | undefined;
  private readonly logger = new Logger(Redis.name);
  private lost = false;
  private closing = false;
  private restUntilMs = 0;

  constructor(@Inject(CONFIG) config: Config) {
    if (config.redis.url === undefined) return;
    this.client = new IORedis(config.redis.url, {
      keyPrefix: config.redis.keyPrefix,
      connectTimeout: CONNECT_TIMEOUT_MS,
      commandTimeout: COMMAND_TIMEOUT_MS,
      disconnectTimeout: DISCONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      enableAutoPipelining: true,
      autoPipeliningIgnoredCommands: GATHERED_BY_THEIR_CALLERS,
      retryStrategy: reconnectDelayMs,
    });
    this.client.on('error', (error: Error) => this.noteLoss(error.message));
    this.client.on('close', () => this.noteLoss('the connection was closed'));
    this.client.on('ready', () => this.noteReturn());
  }

  /** Whether a command has a chance of being answered at this moment. */
  get available(): boolean {
    return this.client?.status === 'ready' && performance.now() >= this.restUntilMs;
  }

  /** Runs `work`, and gives `fallback` when Redis is absent, gone, slow or refuses. Never throws. */
  async attempt<T>(work: (client: IORedis) => Promise<T>, fallback: T): Promise<T> {
    if (this.client === undefined || !this.available) return fallback;
    try {
      const result = await work(this.client);
      if (this.lost) this.noteReturn();
      return result;
    } catch (error) {
      this.noteFailure(error);
      return fallback;
    }
  }

  /** Waits a moment for the first connection, so that the first requests find it. */
  async onModuleInit(): Promise<void> {
    const { client } = this;
    if (client === undefined || client.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FIRST_CONNECTION_WAIT_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      client.once('ready', done);
      client.once('close', done);
    });
  }

  onApplicationShutdown(): void {
    this.closing = true;
    this.client?.disconnect();
  }

  private noteFailure(error: unknown): void {
    const message = error instanceof Error ? error.message : 'an unknown failure';
    if (message === 'Command timed out') this.restUntilMs = performance.now() + REST_AFTER_TIMEOUT_MS;
    if (error instanceof Error && error.name === 'ReplyError') {
      this.logger.error(`Redis refused a command: ${message}`);
      return;
    }
    this.noteLoss(message);
  }

  // Once per loss, not once per request.
  private noteLoss(reason: string): void {
    if (this.lost || this.closing) return;
    this.lost = true;
    this.logger.warn(`Redis is not available (${reason}); going on without it`);
  }

  private noteReturn(): void {
    if (!this.lost) return;
    this.lost = false;
    this.logger.log('Redis is available again');
  }
}

// Jitter, so that containers which lost Redis together do not return together.
function reconnectDelayMs(attempt: number): number {
  const ceilingMs = Math.min(FIRST_RECONNECT_DELAY_MS * 2 ** Math.min(attempt, 10), MAX_RECONNECT_DELAY_MS);
  return Math.round(ceilingMs * (0.5 + Math.random() / 2));
}
