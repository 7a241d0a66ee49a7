import { Injectable } from '@nestjs/common';
import { Refusal } from '../../shared/refusal.ts';
import type { Claim } from '../idempotency/index.ts';
import { type Judged, Judging } from './judging.ts';
import { Looks } from './looks.ts';
import type { Movement } from './movement.ts';
import { Verdicts } from './verdicts.ts';
import { Watching } from './watching.ts';

/** Something that may move money, and how it is told afterwards what it did. */
export interface GuardedWork<T> {
  readonly movement: Movement;
  readonly claim: Claim | undefined;
  readonly work: () => Promise<T>;
  /** The ids of the parts that it did just now: none of a repetition. */
  readonly done: (result: T) => readonly string[];
}

/** Stands before whatever moves money. What nothing in force looks at goes through at once and waits for nobody. */
@Injectable()
export class Risk {
  constructor(
    private readonly looks: Looks,
    private readonly judging: Judging,
    private readonly verdicts: Verdicts,
    private readonly watching: Watching,
  ) {}

  /**
   * Does the work, unless what is in force says otherwise. Refuses `risk_blocked`, `in_review`, `spending_limit_reached`,
   * `request_in_progress` and `store_unavailable`, and what the work refuses: then what was reserved for it is given back. The repetition of what was
   * done is never refused.
   */
  async guard<T>(guarded: GuardedWork<T>): Promise<T> {
    const { movement, work, done } = guarded;
    const look = this.looks.at(movement);
    if (look === 'none') return work();
    if (look === 'decide') return this.decided(guarded);
    const result = await work();
    if (done(result).length > 0) this.watching.watch(movement);
    return result;
  }

  private async decided<T>(guarded: GuardedWork<T>): Promise<T> {
    const judged = await this.judging.decide(guarded.movement, guarded.claim?.scope);
    const refusal = await this.refusalOf(judged, guarded.claim);
    if (refusal === undefined) return this.judgedWork(judged, guarded);
    await this.judging.giveBack(judged, []);
    if (refusal === 'repeated') return guarded.work();
    // Of two tries of one request the other says what became of it.
    if (refusal.code !== 'request_in_progress') this.watching.remember(judged, judged.judgement.decision);
    throw refusal;
  }

  private async refusalOf(judged: Judged, claim: Claim | undefined): Promise<Refusal | 'repeated' | undefined> {
    try {
      return await this.verdicts.refusalOf(judged, claim);
    } catch (error) {
      await this.judging.giveBack(judged, []);
      throw error;
    }
  }

  // What failed for another reason than a refusal may have been done all the same: the ledger is asked when it matters.
  private async judgedWork<T>(judged: Judged, { work, done }: GuardedWork<T>): Promise<T> {
    try {
      const result = await work();
      const doneIds = done(result);
      await this.judging.giveBack(judged, doneIds);
      // What was approved by a person was allowed in the end.
      if (doneIds.length > 0) this.watching.remember(judged, 'allow');
      return result;
    } catch (error) {
      if (error instanceof Refusal) await this.judging.giveBack(judged, []);
      throw error;
    }
  }
}
