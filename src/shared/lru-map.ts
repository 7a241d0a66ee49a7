/** A map of at most `capacity` keys: with one more, the least recently used one goes. */
export class LruMap<K, V> {
  private readonly kept = new Map<K, V>();

  constructor(private readonly capacity: number) {}

  /** Counts as use. */
  get(key: K): V | undefined {
    const value = this.kept.get(key);
    if (value === undefined) return undefined;
    // A Map keeps the order of insertion: the first key is the least recently used one.
    this.kept.delete(key);
    this.kept.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.kept.delete(key);
    this.kept.set(key, value);
    if (this.kept.size <= this.capacity) return;
    for (const oldest of this.kept.keys()) {
      this.kept.delete(oldest);
      return;
    }
  }

  delete(key: K): void {
    this.kept.delete(key);
  }

  clear(): void {
    this.kept.clear();
  }

  /** The least recently used first. */
  values(): IterableIterator<V> {
    return this.kept.values();
  }

  get size(): number {
    return this.kept.size;
  }
}
