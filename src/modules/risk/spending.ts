import { Injectable } from '@nestjs/common';
import { EntriesRepository } from '../../ledger/index.ts';
import { type History, SETTLED_AFTER_MS, type Signal } from './history.ts';
import { isOutgoing } from './movement.ts';
import { type Reserved, type SpendingLimits, Windows } from './windows.repository.ts';

/** Takes what a movement spends from what its person may spend, before it is posted, and gives back what was not posted. */
@Injectable()
export class Spending {
  constructor(
    private readonly windows: Windows,
    private readonly entries: EntriesRepository,
  ) {}

  /** When there is no room, what was reserved by who never came to post it is given back first. */
  async reserve(userId: string, signal: Signal, limits: SpendingLimits): Promise<Reserved> {
    const reserved = await this.windows.reserve(userId, signal, limits);
    if (reserved.state !== 'over_limit') return reserved;
    const healed = await this.giveBackLost(userId, signal.atMs, reserved.history);
    return healed ? this.windows.reserve(userId, signal, limits) : reserved;
  }

  /** What was not done of a movement counts no longer. When DynamoDB is away, the next who has no room finds it. */
  async giveBack(userId: string, signal: Signal, doneIds: ReadonlySet<string>): Promise<void> {
    const kept = signal.parts.filter(({ id }) => doneIds.has(id));
    if (kept.length === signal.parts.length) return;
    await this.windows.settle(userId, signal, kept).catch(() => false);
  }

  // A process that died between reserving and posting gave nothing back. The ledger knows what was posted.
  private async giveBackLost(userId: string, atMs: number, { signals }: History): Promise<boolean> {
    const settled = signals.filter((signal) => isOutgoing(signal.subject) && signal.atMs <= atMs - SETTLED_AFTER_MS);
    const now = settled.filter(({ parts }) => parts.every(({ id }) => id !== ''));
    if (now.length === 0) return false;
    const posted = await this.entries.posted(now.flatMap(({ parts }) => parts.map(({ id }) => id)));
    const lost = now.filter(({ parts }) => parts.some(({ id }) => !posted.has(id)));
    const given = await Promise.all(
      lost.map((signal) =>
        this.windows.settle(
          userId,
          signal,
          signal.parts.filter(({ id }) => posted.has(id)),
        ),
      ),
    );
    return given.includes(true);
  }
}
