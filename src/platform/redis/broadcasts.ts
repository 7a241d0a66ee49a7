import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Redis as IORedis } from 'ioredis';
import { Cache } from './cache.ts';
import { Redis } from './redis.ts';

const HEARTBEAT_MS = 1_000;
/** A connection that was silent for so long may have lost what was said. */
const SILENCE_MS = 2_500;
/** While every change is heard of; bounded, for a message is never sure. */
const COPY_LIFE_MS = 30_000;
/** While changes may go unheard. */
const DEAF_COPY_LIFE_MS = 2_000;

export interface Listener {
  /** What somebody said: in this process at once, in the others as fast as Redis carries it. */
  readonly heard: (message: string) => void;
  /** Messages may have been missed: the connection was away. */
  readonly missed: () => void;
}

/**
 * Says something to every process, by Redis' pub/sub. A message may be lost with a connection: who listens asks `live`
 * whether it would hear, and keeps what it knows for a short time only when not. What was cached before a process heard again
 * is believed by nobody: a change that was made meanwhile may not have reached Redis, and who made it may be gone.
 */
@Injectable()
export class Broadcasts implements OnModuleInit, OnApplicationShutdown {
  private readonly listeners = new Map<string, Listener>();
  private readonly subscriber: IORedis | undefined;
  private subscribed = false;
  private heardAtMs = 0;
  /** How often this process may have become deaf, from its beginning on, and after which of these times all was forgotten. */
  private losses = 1;
  private forgottenAfter = 0;
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly cache: Cache,
  ) {
    this.subscriber = redis.client?.duplicate({ autoResubscribe: false, lazyConnect: true });
  }

  /** Whether a message said in another process at this moment would be heard here, and nothing is cached from when none was. */
  get live(): boolean {
    const hears = this.subscribed && performance.now() - this.heardAtMs < SILENCE_MS;
    return hears && this.forgottenAfter === this.losses;
  }

  /** How long a process may go by a copy of what it would be told the change of. */
  get copyLifeMs(): number {
    return this.live ? COPY_LIFE_MS : DEAF_COPY_LIFE_MS;
  }

  /** Without Redis there is nobody else to tell. */
  get alone(): boolean {
    return this.redis.client === undefined;
  }

  /** Registers who listens to a topic; one listener a topic. */
  on(topic: string, listener: Listener): void {
    if (this.listeners.has(topic)) throw new Error(`somebody listens to ${topic} already`);
    this.listeners.set(topic, listener);
  }

  /** Tells this process at once, and then the others. False when Redis did not take it. */
  async say(topic: string, message: string): Promise<boolean> {
    this.listeners.get(topic)?.heard(message);
    const { client } = this.redis;
    if (client === undefined) return true;
    const channel = channelOf(client);
    const text = JSON.stringify([topic, message]);
    return (await this.redis.attempt((connection) => connection.publish(channel, text), -1)) >= 0;
  }

  onModuleInit(): void {
    const { subscriber } = this;
    if (subscriber === undefined) return;
    subscriber.on('ready', () => void this.subscribe(subscriber));
    subscriber.on('close', () => this.noteLoss());
    // Redis' own connection tells of the loss.
    subscriber.on('error', () => undefined);
    subscriber.on('message', (_channel: string, text: string) => this.hear(text));
    subscriber.connect().catch(() => undefined);
    this.heartbeat = setInterval(() => void this.beat(subscriber), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.heartbeat);
    this.subscriber?.disconnect();
  }

  private async subscribe(subscriber: IORedis): Promise<void> {
    try {
      await subscriber.subscribe(channelOf(subscriber));
    } catch {
      // A connection that cannot subscribe is of no use: the next one begins anew.
      subscriber.disconnect(true);
      return;
    }
    this.subscribed = true;
    await this.hears(false);
  }

  private async beat(subscriber: IORedis): Promise<void> {
    if (!this.subscribed) return;
    const wasLive = this.live;
    try {
      await subscriber.ping();
    } catch {
      this.losses += 1;
      return;
    }
    await this.hears(wasLive);
  }

  // Until everything is forgotten this process stays as deaf as it was; the next beat tries again.
  private async hears(wasLive: boolean): Promise<void> {
    this.heardAtMs = performance.now();
    const { losses } = this;
    if (this.forgottenAfter !== losses && (await this.cache.forgetAll())) this.forgottenAfter = losses;
    if (!wasLive && this.live) for (const { missed } of this.listeners.values()) missed();
  }

  private noteLoss(): void {
    this.subscribed = false;
    this.losses += 1;
  }

  private hear(text: string): void {
    const [topic, message] = JSON.parse(text) as [string, string];
    this.listeners.get(topic)?.heard(message);
  }
}

// Channels are not databases: two installations on one Redis share them unless their names differ.
const channelOf = ({ options }: IORedis): string => `${options.keyPrefix ?? ''}broadcast`;
