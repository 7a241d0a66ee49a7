import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Transactions, type Tx } from '../../platform/postgres/index.ts';
import { type Refusal, type RefusalCode, refuse } from '../../shared/refusal.ts';
import type { Claim } from '../idempotency/index.ts';
import { APPROVAL_LIFETIME_MS, type NewDecision, type RecordedDecision } from './decision.ts';
import { DecisionsRepository } from './decisions.repository.ts';
import type { Judged } from './judging.ts';
import { Repetitions } from './repetitions.ts';

export const REVIEW_OPENED = 'risk.review_opened';

/** A key's answer from then on, whatever is in force later. What is reviewed, or could not be known, is no answer yet. */
const FINAL: ReadonlySet<RefusalCode> = new Set(['risk_blocked', 'spending_limit_reached']);

/** What a judgement means for who asked: nothing, a refusal, or that somebody looks at it first. */
@Injectable()
export class Verdicts {
  constructor(
    private readonly decisions: DecisionsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly repetitions: Repetitions,
  ) {}

  /**
   * `risk_blocked`, `in_review`, a limit's refusal, or nothing; what rules and lists do not allow is written down. `repeated` is
   * a request that was answered before. One that is sent again under its key meets the review that it led to:
   * approved, it passes for a day. Refuses `idempotency_key_reused`.
   */
  async refusalOf(judged: Judged, claim: Claim | undefined): Promise<Refusal | 'repeated' | undefined> {
    if (judged.judgement.decision === 'allow') return undefined;
    if (await this.repetitions.has(judged.movement, claim)) return 'repeated';
    const refusal = await this.found(judged, claim);
    if (!refusal || !claim || !FINAL.has(refusal.code)) return refusal;
    const isKept = await this.transactions.run((tx) => this.repetitions.keep(tx, claim, refusal));
    return isKept ? refusal : 'repeated';
  }

  /** Writes down what rules and lists do not allow. What is to be reviewed is announced to those who look at it. */
  writeDown(tx: Tx, { movement, judgement }: Judged, claim?: Claim): Promise<RecordedDecision> {
    const { decision, score, reasons } = judgement;
    if (decision === 'allow') throw new Error('what is allowed is not written down');
    const claimed = { claimScope: claim?.scope ?? null, claimFingerprint: claim?.fingerprint ?? null };
    const wanted = { movement, decision, score, reasons, ...claimed };
    return decision === 'block' ? this.written(tx, wanted) : this.opened(tx, wanted);
  }

  /** Whether somebody approved it, not longer ago than an approval is good for. */
  async isApproved(reviewId: string, atMs: number): Promise<boolean> {
    const review = await this.decisions.find(reviewId);
    const approvedAt = review?.reviewStatus === 'approved' ? review.reviewedAt : null;
    return approvedAt !== null && atMs - approvedAt.getTime() < APPROVAL_LIFETIME_MS;
  }

  private async found(judged: Judged, claim: Claim | undefined): Promise<Refusal | undefined> {
    const { judgement, refusal } = judged;
    const { decision } = judgement;
    if (refusal || decision === 'allow') return refusal;
    const recorded = await this.transactions.run(async (tx) => {
      const earlier = decision === 'review' && claim && (await this.earlier(tx, claim));
      return earlier || this.writeDown(tx, judged, claim);
    });
    return meaningOf(recorded);
  }

  private async opened(tx: Tx, wanted: NewDecision): Promise<RecordedDecision> {
    const opened = await this.written(tx, wanted);
    const { id: decisionId, userId, subject } = opened;
    const payload = { decisionId, userId, subject };
    await this.outbox.append(tx, { type: REVIEW_OPENED, aggregateId: `risk:${decisionId}`, payload });
    return opened;
  }

  private async written(tx: Tx, wanted: NewDecision): Promise<RecordedDecision> {
    const recorded = await this.decisions.insert(tx, wanted);
    const { id: subjectId, decision, score, reasons } = recorded;
    const action = decision === 'block' ? 'movement.blocked' : 'movement.held_back';
    await audit.record(tx, { service: 'risk', action, subjectId, after: { score, reasons } });
    return recorded;
  }

  private async earlier(tx: Tx, { scope, fingerprint }: Claim): Promise<RecordedDecision | undefined> {
    await this.decisions.lockClaim(tx, scope);
    const earlier = await this.decisions.reviewOf(tx, scope);
    if (earlier && earlier.claimFingerprint !== fingerprint) throw refuse('idempotency_key_reused');
    return earlier;
  }
}

function meaningOf({ decision, reviewStatus }: RecordedDecision): Refusal | undefined {
  if (decision === 'block' || reviewStatus === 'rejected') return refuse('risk_blocked');
  return reviewStatus === 'approved' ? undefined : refuse('in_review');
}
