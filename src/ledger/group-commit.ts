import { refuse } from '../shared/refusal.ts';
import { keysOf, planBatches, type Planned, type PlanLimits } from './batch-plan.ts';
import type { PostItem, Posted } from './post-item.ts';

export interface GroupCommitLimits extends PlanLimits {
  /** Batches in the database at the same time. */
  readonly inFlight: number;
  /** Commands that may wait. Beyond it callers are refused, so that memory is bounded. */
  readonly waiting: number;
  /** How long the batches in flight may take before whoever waits is sent beside them, be they few: those may wait for a lock. */
  readonly patienceMs: number;
}

export interface BatchStore {
  /**
   * Writes the items in one transaction and gives an answer for each, in order. Throws when nothing was written, or nobody
   * knows. `hurried` when they were a part of a batch that failed, or want what was locked a moment ago: who waited for a lock
   * once has waited.
   */
  write(items: readonly PostItem[], hurried: boolean): Promise<readonly Posted[]>;
  /** Whether what `write` threw is about what an item says, so that the others may pass without it. */
  isItemsFault(error: unknown): boolean;
  /** Whether what `write` threw says that somebody else keeps locked what an item wants. */
  isLocked(error: unknown): boolean;
}

interface Waiting extends Planned {
  readonly item: PostItem;
  readonly resolve: (posted: Posted) => void;
  readonly reject: (error: unknown) => void;
}

const RETRY_AFTER_SECONDS = 1;
/** For so long after somebody waited in vain for accounts, nobody who wants them waits long, nor makes others wait. */
const LOCKED_MS = 5_000;

/**
 * Group commit: while one batch is in the database the next one gathers, and whoever comes waits for one turn of the event
 * loop at most before it is sent. A caller is answered when its batch is committed, and by its own verdicts: what one item
 * does wrong is no other's trouble.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private commands = 0;
  private inFlight = 0;
  private overdue = false;
  private patience: NodeJS.Timeout | undefined;
  private gathering = false;
  private closed = false;
  private readonly busy = new Set<string>();
  /** Accounts that somebody waited for in vain, and until when that counts. */
  private readonly locked = new Map<string, number>();
  /** Commands that came since the last plan. */
  private fresh = 0;
  /** A batch was done since the last plan. */
  private freed = false;
  private readonly onIdle: (() => void)[] = [];

  constructor(
    private readonly store: BatchStore,
    private readonly limits: GroupCommitLimits,
  ) {}

  /** How many commands wait. */
  get depth(): number {
    return this.commands;
  }

  /** Answers after the commit. Refuses `ledger_busy` when too many wait, or when it is closing; nothing was posted then. */
  post(item: PostItem): Promise<Posted> {
    if (this.closed || this.commands + item.commands.length > this.limits.waiting)
      return Promise.reject(refuse('ledger_busy', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    return new Promise((resolve, reject) => {
      const [size, scope] = [item.commands.length, item.claim?.scope];
      this.waiting.push({ item, size, scope, keys: keysOf(item), passedOver: 0, resolve, reject });
      this.commands += size;
      this.fresh += size;
      this.gather();
    });
  }

  /** Takes no more, and resolves when everybody who waits has their answer. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.inFlight > 0 || this.waiting.length > 0) await new Promise<void>((resolve) => this.onIdle.push(resolve));
  }

  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    setImmediate(() => {
      this.gathering = false;
      this.send();
    });
  }

  private send(): void {
    const free = this.limits.inFlight - this.inFlight;
    if (free <= 0 || !this.worthPlanning()) return;
    const { batches, held } = planBatches(this.waiting, free, this.busy, this.limits);
    this.fresh = 0;
    this.freed = false;
    if (batches.length === 0) {
      this.startPatience();
      return;
    }
    if (this.inFlight > 0 && !this.overdue && commandsOf(batches.flat()) < this.limits.another) return;
    for (const waiting of held) waiting.passedOver += 1;
    this.waiting = [...held];
    this.commands = commandsOf(held);
    for (const batch of batches) this.sendApart(batch);
  }

  // Those who were held are looked at again when a batch is done, and not with everybody who comes.
  private worthPlanning(): boolean {
    if (this.waiting.length === 0) return false;
    return this.inFlight === 0 || this.freed || this.overdue || this.fresh >= this.limits.another;
  }

  // Started anew with each batch that is sent or done, so that it runs out only when nothing moves.
  private startPatience(): void {
    clearTimeout(this.patience);
    this.overdue = false;
    if (this.inFlight === 0) return;
    this.patience = setTimeout(() => {
      this.overdue = true;
      this.send();
    }, this.limits.patienceMs);
  }

  // Who wants what was locked a moment ago goes beside the others of the batch, and not before them.
  private sendApart(batch: readonly Waiting[]): void {
    const wanting = this.wantingLocked(batch);
    if (wanting.size === 0) return void this.commit(batch, false);
    const others = batch.filter((waiting) => !wanting.has(waiting));
    if (others.length > 0) void this.commit(others, false);
    void this.commit([...wanting], true);
  }

  private async commit(batch: readonly Waiting[], hurried: boolean): Promise<void> {
    this.inFlight += 1;
    for (const { keys } of batch) for (const key of keys) this.busy.add(key);
    this.startPatience();
    await this.write(batch, hurried);
    this.inFlight -= 1;
    for (const { keys } of batch) for (const key of keys) this.busy.delete(key);
    this.freed = true;
    this.startPatience();
    if (this.waiting.length > 0) this.gather();
    else if (this.inFlight === 0) for (const resolve of this.onIdle.splice(0)) resolve();
  }

  private wantingLocked(batch: readonly Waiting[]): Set<Waiting> {
    const now = performance.now();
    for (const [key, until] of this.locked) if (until <= now) this.locked.delete(key);
    return new Set(this.locked.size === 0 ? [] : batch.filter(({ keys }) => keys.some((key) => this.locked.has(key))));
  }

  private noteLocked(batch: readonly Waiting[]): void {
    const until = performance.now() + LOCKED_MS;
    for (const { keys } of batch) for (const key of keys) this.locked.set(key, until);
  }

  // What cannot be written together is written in halves, until whoever is at fault is alone.
  private async write(batch: readonly Waiting[], hurried: boolean): Promise<void> {
    try {
      const answers = await this.store.write(
        batch.map(({ item }) => item),
        hurried,
      );
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Posted));
    } catch (error) {
      if (batch.length === 1 || !this.store.isItemsFault(error)) {
        if (this.store.isLocked(error)) this.noteLocked(batch);
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = batch.length >> 1;
      await this.write(batch.slice(0, middle), true);
      await this.write(batch.slice(middle), true);
    }
  }
}

function commandsOf(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { size }) => sum + size, 0);
}
