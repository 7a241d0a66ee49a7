import { Injectable } from '@nestjs/common';
import { EntriesRepository } from '../../ledger/index.ts';
import { type History, SETTLED_AFTER_MS, type Signal } from './history.ts';
import { isDoneAtOnce, isOutgoing, type MovementPart } from './movement.ts';
import { type Reserved, type SpendingLimits, Windows } from './windows.repository.ts';

/** When what could not be given back is tried again. After that, the next who has no room finds it. */
const TRIED_AGAIN_AFTER_MS = [2_000, 10_000, 60_000];
const MAX_WAITING = 1_000;

/** Takes what a movement spends from what its person may spend, before it is posted, and gives back what was not posted. */
@Injectable()
export class Spending {
  private waiting = 0;

  constructor(
    private readonly windows: Windows,
    private readonly entries: EntriesRepository,
  ) {}

  /** When there is no room, what was reserved and is not taken, or no longer, is given back first. */
  async reserve(userId: string, signal: Signal, limits: SpendingLimits): Promise<Reserved> {
    const reserved = await this.windows.reserve(userId, signal, limits);
    if (reserved.state !== 'over_limit') return reserved;
    const healed = await this.giveBackUntaken(userId, signal.atMs, reserved.history);
    return healed ? this.windows.reserve(userId, signal, limits) : reserved;
  }

  /** What was not done of a movement counts no longer. When DynamoDB is away, or was and `isSure` is false, it is done later. */
  async giveBack(userId: string, signal: Signal, doneIds: ReadonlySet<string>, isSure: boolean): Promise<void> {
    const kept = signal.parts.filter(({ id }) => doneIds.has(id));
    if (kept.length === signal.parts.length) return;
    const settle = (): Promise<boolean> => this.windows.settle(userId, signal, kept);
    if (isSure) await settle().catch(() => this.later(settle));
    else this.later(settle);
  }

  /**
   * What was promised for later and is called off counts no longer, however often it is said. Gives what counted. Throws what
   * DynamoDB throws.
   */
  async callOff(userId: string, promiseId: string): Promise<Signal | undefined> {
    const signals = await this.windows.promised(userId, promiseId);
    for (const signal of signals) await this.windows.settle(userId, signal, []);
    return signals[0];
  }

  private later(settle: () => Promise<boolean>, [waitMs, ...waits] = TRIED_AGAIN_AFTER_MS): void {
    if (waitMs === undefined || this.waiting >= MAX_WAITING) return;
    this.waiting += 1;
    const again = (): void => {
      this.waiting -= 1;
      settle().catch(() => this.later(settle, waits));
    };
    setTimeout(again, waitMs).unref();
  }

  // A process that died between reserving and posting gave nothing back, and holds are let go long after. The ledger knows both.
  private async giveBackUntaken(userId: string, atMs: number, { signals }: History): Promise<boolean> {
    const known = signals.filter(({ subject, parts }) => isOutgoing(subject) && parts.every(isDoneAtOnce));
    if (known.length === 0) return false;
    const ids = known.flatMap(({ parts }) => parts.map(({ id }) => id));
    const taken = await this.entries.taken(ids, new Date(atMs));
    const given = known.flatMap((signal) => {
      const kept = takenOf(signal, taken, atMs);
      const isAll = kept.length === signal.parts.length && kept.every((part) => signal.parts.includes(part));
      return isAll ? [] : this.windows.settle(userId, signal, kept);
    });
    await Promise.all(given);
    // Who else has found it may have given it back first: there is room all the same.
    return given.length > 0;
  }
}

// What the ledger does not know may be on its way there for a minute.
function takenOf(signal: Signal, taken: ReadonlyMap<string, bigint>, atMs: number): MovementPart[] {
  const isUnderWay = signal.atMs > atMs - SETTLED_AFTER_MS;
  return signal.parts.flatMap((part) => {
    const amount = taken.get(part.id) ?? (isUnderWay ? part.amount : 0n);
    if (amount >= part.amount) return [part];
    return amount > 0n ? [{ ...part, amount }] : [];
  });
}
