import { refuse } from '../../shared/refusal.ts';

export interface GateLimits {
  /** How many run at once. */
  readonly running: number;
  /** How many may wait; one more is refused. */
  readonly waiting: number;
}

/** Lets a bounded number of expensive works run at once, in order of arrival. Refuses `store_unavailable` when the queue is full. */
export class BoundedGate {
  private free: number;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly limits: GateLimits) {
    this.free = limits.running;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    if (this.queue.length >= this.limits.waiting) {
      throw refuse('store_unavailable', 'Too many sign-ins at this moment; try again shortly', {
        retryAfterSeconds: 1,
      });
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }

  // The place passes to the next in line directly, so that nobody who arrives in between takes it.
  private leave(): void {
    const next = this.queue.shift();
    if (next) return next();
    this.free += 1;
  }
}
