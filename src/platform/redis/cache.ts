import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CacheStore, type CacheEntry } from './cache-store.ts';

const TTL_JITTER = 0.1;
const LOCK_WAIT_ATTEMPTS = 10;
const LOCK_WAIT_MS = 50;
const UNTAGGED = '';
/** So many tags are remembered whose invalidation did not reach Redis; with more of them, nothing there is believed. */
export const MAX_DISTRUSTED = 10_000;

export interface CacheOptions {
  /** Everything under one tag is forgotten at once by `invalidate(tag)`. */
  readonly tag?: string;
}

interface Flight {
  readonly tag: string;
  readonly result: Promise<unknown>;
}

/**
 * A read-through cache of JSON values. It never fails: without Redis it loads. A value is loaded once at a time in this
 * process, and, while Redis is there, once at a time across processes.
 */
@Injectable()
export class Cache {
  private readonly flights = new Map<string, Flight>();
  /** Tags whose invalidation did not reach Redis, and the how many-th that was: what it holds under them is not believed until one does. */
  private readonly distrusted = new Map<string, number>();
  private failures = 0;
  /** The how many-th failure was the last of those that were too many to remember, so that nothing at all is believed; 0 when none was. */
  private distrustedAll = 0;

  constructor(private readonly store: CacheStore) {}

  /**
   * The value under `key`, or what `load` gives, kept for about `ttlSeconds`. The value comes back as JSON gives it (a Date
   * is a string), also when it was loaded just now. A failure of `load` is thrown and not kept.
   */
  through<T>(key: string, ttlSeconds: number, load: () => Promise<T>, options: CacheOptions = {}): Promise<T> {
    const tag = options.tag ?? UNTAGGED;
    const name = `${tag}\n${key}`;
    const running = this.flights.get(name);
    if (running !== undefined) return running.result as Promise<T>;
    const flight: Flight = { tag, result: this.readOrLoad(tag, key, ttlSeconds, load) };
    this.flights.set(name, flight);
    const land = (): void => {
      if (this.flights.get(name) === flight) this.flights.delete(name);
    };
    flight.result.then(land, land);
    return flight.result as Promise<T>;
  }

  /**
   * Forgets everything under the tag, in every process. Call it after the change is committed. When Redis cannot be reached,
   * other processes may serve what they had until its time runs out; this one does not. False then.
   */
  async invalidate(tag: string): Promise<boolean> {
    this.abandon(tag);
    const renewed = await this.store.renewVersion(tag);
    if (renewed) this.distrusted.delete(tag);
    else this.distrust(tag);
    return renewed;
  }

  /** Forgets everything, in every process. False when Redis did not take it. */
  async forgetAll(): Promise<boolean> {
    this.flights.clear();
    const { failures } = this;
    const renewed = await this.store.renewGeneration();
    if (renewed) this.trustAgain(failures);
    return renewed;
  }

  /** Nobody who asks from now on gets what is being loaded under the tag at this moment. */
  abandon(tag: string): void {
    for (const [name, flight] of this.flights) if (flight.tag === tag) this.flights.delete(name);
  }

  private async readOrLoad<T>(tag: string, key: string, ttlSeconds: number, load: () => Promise<T>): Promise<T> {
    if (!this.trusts(tag)) await this.invalidateAgain(tag);
    const found = this.trusts(tag) ? await this.store.read(tag, key) : undefined;
    if (found === undefined) return toJson(await load()) as T;
    if (found.hit) return found.value as T;
    return this.loadOnce(tag, key, found, ttlSeconds, load);
  }

  private async loadOnce<T>(
    tag: string,
    key: string,
    missed: CacheEntry,
    ttlSeconds: number,
    load: () => Promise<T>,
  ): Promise<T> {
    const lock = { tag, key, version: missed.version, token: randomUUID() };
    if (!(await this.store.lock(lock))) {
      const theirs = await this.waitForOther(tag, key);
      if (theirs?.hit) return theirs.value as T;
    }
    try {
      const value = toJson(await load());
      await this.store.write(tag, key, { version: missed.version, value }, withJitter(ttlSeconds));
      return value as T;
    } finally {
      await this.store.unlock(lock);
    }
  }

  private trusts(tag: string): boolean {
    return this.distrustedAll === 0 && !this.distrusted.has(tag);
  }

  private distrust(tag: string): void {
    this.failures += 1;
    this.distrusted.set(tag, this.failures);
    if (this.distrusted.size <= MAX_DISTRUSTED) return;
    this.distrusted.clear();
    this.distrustedAll = this.failures;
  }

  // What failed while all was being forgotten may have failed after it was.
  private trustAgain(upTo: number): void {
    for (const [tag, nth] of this.distrusted) if (nth <= upTo) this.distrusted.delete(tag);
    if (this.distrustedAll <= upTo) this.distrustedAll = 0;
  }

  // Bounded: after this long it is better to load twice than to wait.
  private async waitForOther(tag: string, key: string): Promise<CacheEntry | undefined> {
    for (let attempt = 0; attempt < LOCK_WAIT_ATTEMPTS; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, LOCK_WAIT_MS));
      const found = await this.store.read(tag, key);
      if (found === undefined || found.hit) return found;
    }
    return undefined;
  }

  private async invalidateAgain(tag: string): Promise<void> {
    if (this.distrustedAll > 0) await this.forgetAll();
    else if (await this.store.renewVersion(tag)) this.distrusted.delete(tag);
  }
}

// What was loaded just now looks exactly as it will when it comes from the cache.
function toJson(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

function withJitter(ttlSeconds: number): number {
  return Math.max(1, Math.round(ttlSeconds * (1 - TTL_JITTER + 2 * TTL_JITTER * Math.random())));
}
