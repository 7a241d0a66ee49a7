import { refuse } from '../../shared/refusal.ts';
import type { Broadcasts } from './broadcasts.ts';
import type { Cache } from './cache.ts';
import { keptSeconds } from '../../shared/retention.ts';

const CACHE_SECONDS = keptSeconds('settings');

/** What is mirrored. */
export interface Mirrored<T> {
  /** Of its own: of the cache's tag, and of the topic. */
  readonly name: string;
  /** All of it, as JSON, from where it is true. */
  readonly load: () => Promise<unknown>;
  /** What it is for who asks. */
  readonly read: (loaded: unknown) => T;
}

/**
 * A small thing that PostgreSQL keeps, of which every process has a copy: who asks waits for nobody. A change is heard of at once
 * while Redis carries messages, and found within seconds when it does not: PostgreSQL itself is read then.
 */
export class Mirror<T> {
  private copy: { readonly value: T } | undefined;
  private takenAtMs = 0;
  private running: Promise<void> = Promise.resolve();
  private following: Promise<void> | undefined;

  constructor(
    private readonly mirrored: Mirrored<T>,
    private readonly cache: Cache,
    private readonly broadcasts: Broadcasts,
  ) {
    broadcasts.on(mirrored.name, { heard: () => this.look(), missed: () => this.look() });
  }

  get name(): string {
    return this.mirrored.name;
  }

  /** What it was a moment ago. Refuses `store_unavailable` as long as it could never be loaded. */
  get current(): T {
    if (this.copy === undefined) throw refuse('store_unavailable');
    return this.copy.value;
  }

  /** Whether the copy is as old as it may become. */
  get isOld(): boolean {
    return this.copy === undefined || performance.now() - this.takenAtMs >= this.broadcasts.copyLifeMs;
  }

  /** Takes a copy that is younger than this call. Those who ask while one is being taken share the next. */
  refresh(): Promise<void> {
    if (this.following) return this.following;
    const begin = (): Promise<void> => {
      this.following = undefined;
      this.running = this.take();
      return this.running;
    };
    this.following = this.running.then(begin, begin);
    return this.following;
  }

  /**
   * Call it after a change is committed: this process has it when it resolves, and the others are told. False when Redis did not
   * take it: they learn of it a little later. It never throws: what is committed is no failure.
   */
  async changed(): Promise<boolean> {
    // The cache first: who hears of it must not find the old value there.
    const forgotten = this.broadcasts.alone || (await this.cache.invalidate(this.name));
    const said = await this.broadcasts.say(this.name, '');
    await this.refreshOrAge();
    return said && forgotten;
  }

  private look(): void {
    this.cache.abandon(this.name);
    void this.refreshOrAge();
  }

  // When no copy can be taken, the one there is counts as old, and the next turn tries again.
  private async refreshOrAge(): Promise<void> {
    await this.refresh().catch(() => (this.takenAtMs = -Infinity));
  }

  private async take(): Promise<void> {
    // As old as its beginning: what it read may have been true only then.
    const beganAtMs = performance.now();
    const { name, load, read } = this.mirrored;
    const { live } = this.broadcasts;
    const loaded = live ? await this.cache.through('all', CACHE_SECONDS, load, { tag: name }) : await load();
    this.copy = { value: read(loaded) };
    this.takenAtMs = beganAtMs;
  }
}
