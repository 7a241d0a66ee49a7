import { LruMap } from '../../shared/lru-map.ts';

/**
 * What was loaded a moment ago, of the most recently asked keys. A load that somebody forgot while it ran is not kept; those
 * who ask at the same time share one.
 */
export class ShortMemory<T> {
  private readonly kept: LruMap<string, { readonly value: T; readonly loadedAtMs: number }>;
  private readonly flights = new Map<string, Promise<T>>();

  /** `lifeMs` says how long what is kept is good for, as things are. */
  constructor(
    capacity: number,
    private readonly lifeMs: () => number,
  ) {
    this.kept = new LruMap(capacity);
  }

  /** What is known without asking anybody. */
  get(key: string): T | undefined {
    const found = this.kept.get(key);
    if (found === undefined || performance.now() - found.loadedAtMs < this.lifeMs()) return found?.value;
    this.kept.delete(key);
    return undefined;
  }

  /** What is known, or what `load` gives. */
  async through(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.get(key);
    if (known !== undefined) return known;
    const running = this.flights.get(key);
    if (running !== undefined) return running;
    const flight = load();
    this.flights.set(key, flight);
    // As old as its beginning: what it read may have been true only then.
    const beganAtMs = performance.now();
    try {
      const value = await flight;
      if (this.flights.get(key) === flight) this.kept.set(key, { value, loadedAtMs: beganAtMs });
      return value;
    } finally {
      if (this.flights.get(key) === flight) this.flights.delete(key);
    }
  }

  forget(key: string): void {
    this.kept.delete(key);
    this.flights.delete(key);
  }

  forgetAll(): void {
    this.kept.clear();
    this.flights.clear();
  }

  get size(): number {
    return this.kept.size;
  }
}
