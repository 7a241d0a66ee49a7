import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';
import { Refusal, type RefusalCode } from '../../shared/refusal.ts';
import { type Judged, Judging } from './judging.ts';
import { Looks } from './looks.ts';
import type { Movement } from './movement.ts';
import { Spending } from './spending.ts';
import { Verdicts } from './verdicts.ts';

/** What becomes of a promise whose time has come. */
export type PromiseVerdict =
  | { readonly outcome: 'allow' }
  /** `judged` is to be written down with it, unless it is a limit's refusal. */
  | { readonly outcome: 'refuse'; readonly code: RefusalCode; readonly judged?: Judged }
  /** Somebody looks at it first. */
  | { readonly outcome: 'review'; readonly judged: Judged }
  /** What decides cannot be asked now. */
  | { readonly outcome: 'later' };

const ALLOWED: PromiseVerdict = { outcome: 'allow' };
const LATER: PromiseVerdict = { outcome: 'later' };

/** Judges what was promised before, when its time has come: by what is in force then, and by what is left to be spent then. */
@Injectable()
export class PromisedRisk {
  constructor(
    private readonly looks: Looks,
    private readonly judging: Judging,
    private readonly spending: Spending,
    private readonly verdicts: Verdicts,
  ) {}

  /**
   * May be asked again and again: what it reserves takes the place of what was reserved for the promise, and counts until the
   * promise is called off. `reviewId` is the review that it led to before: approved, it passes for a day. It writes nothing
   * to PostgreSQL.
   */
  async judge(promise: Movement, reviewId: string | null): Promise<PromiseVerdict> {
    try {
      if (this.looks.at(promise) !== 'decide') return ALLOWED;
    } catch (error) {
      if (error instanceof Refusal) return LATER;
      throw error;
    }
    const judged = await this.judging.decide({ ...promise, device: await this.giveBack(promise), isUnattended: true });
    const verdict = await this.verdictOn(judged, reviewId);
    if (verdict.outcome !== 'allow') await this.judging.giveBack(judged, []);
    return verdict;
  }

  /** Writes down what was judged, with what comes of it. Returns the id of the decision. */
  async writeDown(tx: Tx, judged: Judged): Promise<string> {
    return (await this.verdicts.writeDown(tx, judged)).id;
  }

  /**
   * What was reserved for it counts no longer: it was not made after all, or counts from now on when it is made and no longer when it
   * was promised. When DynamoDB is away it counts twice at most: a limit is only tighter. Gives the device that it was promised on.
   */
  async giveBack({ userId, id }: Pick<Movement, 'userId' | 'id'>): Promise<string | undefined> {
    try {
      return (await this.spending.callOff(userId, id))?.device;
    } catch {
      return undefined;
    }
  }

  private async verdictOn(judged: Judged, reviewId: string | null): Promise<PromiseVerdict> {
    const { refusal, judgement } = judged;
    if (refusal?.code === 'store_unavailable') return LATER;
    if (refusal) return { outcome: 'refuse', code: refusal.code };
    if (judgement.decision === 'allow') return ALLOWED;
    if (judgement.decision === 'block') return { outcome: 'refuse', code: 'risk_blocked', judged };
    const isApproved = reviewId !== null && (await this.verdicts.isApproved(reviewId, judged.signal.atMs));
    return isApproved ? ALLOWED : { outcome: 'review', judged };
  }
}
