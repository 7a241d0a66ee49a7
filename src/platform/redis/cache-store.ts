import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Redis } from './redis.ts';

const LOCK_MS = 3_000;
const VERSION_SECONDS = 7 * 24 * 3_600;
/** One key, which does not expire: what is cached would be forgotten with it. */
const GENERATION_KEY = 'cache:generation';
const UNLOCK_SCRIPT = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

export interface CacheEntry {
  /** Whether there was a value of the current version. */
  readonly hit: boolean;
  readonly version: string;
  readonly value?: unknown;
}

export interface CacheLock {
  readonly tag: string;
  readonly key: string;
  /** A load that began before a change must not keep one that began after it waiting. */
  readonly version: string;
  readonly token: string;
}

/**
 * Cached values in Redis. Each carries the version that its tag had when it was loaded, and is believed only while the tag
 * still has it: so one write forgets a whole tag, and a load that began before a change cannot bring the old value back. The
 * generation of everything is a part of each version.
 */
@Injectable()
export class CacheStore {
  constructor(private readonly redis: Redis) {}

  /** The value, and the version of it that would be believed; undefined when Redis does not answer. */
  async read(tag: string, key: string): Promise<CacheEntry | undefined> {
    // Sent together, in one go; one command would not do for keys of two slots.
    const [found, generation] = await Promise.all([
      this.redis.attempt((client) => client.mget(versionKey(tag), valueKey(tag, key)), undefined),
      this.redis.attempt((client) => client.get(GENERATION_KEY), undefined),
    ]);
    if (found === undefined || generation === undefined) return undefined;
    const [versionOfTag, text] = found;
    if (typeof versionOfTag !== 'string' || generation === null) return this.firstVersion(tag);
    const version = versionOf(generation, versionOfTag);
    const entry = typeof text === 'string' ? keptIn(text) : undefined;
    return entry?.version === version ? { hit: true, ...entry } : { hit: false, version };
  }

  async write(tag: string, key: string, entry: { version: string; value: unknown }, ttlSeconds: number): Promise<void> {
    const text = JSON.stringify({ v: entry.version, d: entry.value });
    await this.redis.attempt((client) => client.set(valueKey(tag, key), text, 'EX', ttlSeconds), null);
  }

  /** Gives the tag a new version. False when Redis did not take it. */
  async renewVersion(tag: string): Promise<boolean> {
    const set = await this.redis.attempt(
      (client) => client.set(versionKey(tag), randomUUID(), 'EX', VERSION_SECONDS),
      null,
    );
    return set === 'OK';
  }

  /** Gives everything another generation: nothing that is there is believed any more. False when Redis did not take it. */
  async renewGeneration(): Promise<boolean> {
    return (await this.redis.attempt((client) => client.set(GENERATION_KEY, randomUUID()), null)) === 'OK';
  }

  /** Whether this caller may load this version; true also when Redis does not answer. */
  async lock(lock: CacheLock): Promise<boolean> {
    const key = lockKey(lock);
    const set = await this.redis.attempt((client) => client.set(key, lock.token, 'PX', LOCK_MS, 'NX'), 'OK');
    return set === 'OK';
  }

  async unlock(lock: CacheLock): Promise<void> {
    await this.redis.attempt((client) => client.eval(UNLOCK_SCRIPT, 1, lockKey(lock), lock.token), 0);
  }

  // Random, so that a version which Redis evicted never comes back with the values of its first life.
  private async firstVersion(tag: string): Promise<CacheEntry | undefined> {
    const key = versionKey(tag);
    const [, , generation, versionOfTag] = await Promise.all([
      this.redis.attempt((client) => client.set(GENERATION_KEY, randomUUID(), 'NX'), null),
      this.redis.attempt((client) => client.set(key, randomUUID(), 'EX', VERSION_SECONDS, 'NX'), null),
      this.redis.attempt((client) => client.get(GENERATION_KEY), null),
      this.redis.attempt((client) => client.get(key), null),
    ]);
    if (typeof generation !== 'string' || typeof versionOfTag !== 'string') return undefined;
    return { hit: false, version: versionOf(generation, versionOfTag) };
  }
}

/** A cached value as Redis keeps it: with the version it is good for. */
export function keptIn(text: string): { readonly version: string; readonly value: unknown } {
  const { v, d } = JSON.parse(text) as { v: string; d?: unknown };
  return { version: v, value: d };
}

const versionOf = (generation: string, versionOfTag: string): string => `${generation}.${versionOfTag}`;
const versionKey = (tag: string): string => `cache:{${tag}}:version`;
const valueKey = (tag: string, key: string): string => `cache:{${tag}}:value:${key}`;
const lockKey = ({ tag, key, version }: CacheLock): string => `cache:{${tag}}:lock:${version}:${key}`;
