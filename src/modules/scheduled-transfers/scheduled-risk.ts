import { Injectable } from '@nestjs/common';
import { PromisedRisk, type PromiseVerdict } from '../risk/index.ts';
import { movementOf, type ScheduledTransfer } from './scheduled-transfer.ts';
import { waitsForItsTime } from './scheduled-transfer-state.ts';
import { ScheduledTransfersRepository } from './scheduled-transfers.repository.ts';

/** Scheduled transfers whose time has come, by their ids, with what risk says of each. */
export type JudgedTransfers = ReadonlyMap<string, PromiseVerdict>;

/** Asks risk about scheduled transfers whose time has come; outside of every transaction, for it asks another store. */
@Injectable()
export class ScheduledRisk {
  constructor(
    private readonly repository: ScheduledTransfersRepository,
    private readonly risk: PromisedRisk,
  ) {}

  /** One person's one after another, in their order: the first has the first claim on what may be spent. */
  async judge(ids: readonly string[]): Promise<JudgedTransfers> {
    const due = (await this.repository.findMany(ids)).filter(({ status }) => waitsForItsTime(status));
    const byPerson = [...Map.groupBy(due, ({ userId }) => userId).values()];
    return new Map((await Promise.all(byPerson.map((own) => this.inOrder(own)))).flat());
  }

  /** Gives back what was reserved for those that were let pass, and were called off or moved before they were made. */
  async giveBackUnsettled(judged: JudgedTransfers, settled: readonly string[]): Promise<void> {
    const isSettled = new Set(settled);
    const left = [...judged].filter(([id, { outcome }]) => outcome === 'allow' && !isSettled.has(id));
    if (left.length === 0) return;
    for (const scheduled of await this.repository.findMany(left.map(([id]) => id))) await this.risk.giveBack(scheduled);
  }

  private async inOrder(due: readonly ScheduledTransfer[]): Promise<[string, PromiseVerdict][]> {
    const judged: [string, PromiseVerdict][] = [];
    for (const scheduled of due)
      judged.push([scheduled.id, await this.risk.judge(movementOf(scheduled), scheduled.reviewId)]);
    return judged;
  }
}
