import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Outbox } from '../../platform/events/index.ts';
import { Cursors, type PageQuery } from '../../platform/paging/index.ts';
import { Transactions } from '../../platform/postgres/index.ts';
import { pageOf, type Page } from '../../shared/page.ts';
import { refuse } from '../../shared/refusal.ts';
import { canBecome, type RecordedDecision, type ReviewStatus } from './decision.ts';
import { type DecisionFilter, DecisionsRepository } from './decisions.repository.ts';

const LIST = 'risk-decisions';

export const REVIEW_DECIDED = 'risk.review_decided';

export interface DecisionsQuery extends PageQuery, DecisionFilter {}

export interface ReviewCommand {
  readonly id: string;
  /** Open puts back what one had taken. */
  readonly to: ReviewStatus;
  readonly reviewerId: string;
  readonly reason?: string;
}

/** The queue of what somebody looks at first. */
@Injectable()
export class ReviewMovements {
  constructor(
    private readonly decisions: DecisionsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly cursors: Cursors,
  ) {}

  /** What was blocked and what is reviewed, newest first. Refuses `invalid_cursor`. */
  async list({ limit, cursor, ...filter }: DecisionsQuery): Promise<Page<RecordedDecision>> {
    const [beforeId] = this.cursors.decode(LIST, { ...filter }, cursor) ?? [];
    const { rows, hasMore } = pageOf(await this.decisions.list(filter, beforeId, limit), limit);
    const last = rows.at(-1);
    const nextCursor = hasMore && last ? this.cursors.encode(LIST, { ...filter }, [last.id]) : null;
    return { data: rows, hasMore, nextCursor };
  }

  /** Refuses `not_found`. */
  async read(id: string): Promise<RecordedDecision> {
    return required(await this.decisions.find(id));
  }

  /**
   * Takes, puts back, approves or rejects; of two who do so at the same time, one does. Refuses `not_found`, `same_person` (a movement
   * of one's own), and `review_not_actionable` for what is decided or somebody else has taken.
   */
  move({ id, to, reviewerId, reason }: ReviewCommand): Promise<RecordedDecision> {
    return this.transactions.run(async (tx) => {
      const decision = required(await this.decisions.lock(tx, id));
      if (decision.userId === reviewerId) throw refuse('same_person', 'Nobody looks at what they do themselves');
      demandActionable(decision, to, reviewerId);
      const taker = to === 'open' ? null : reviewerId;
      const change = { reviewStatus: to, reviewerId: taker, reviewReason: reason ?? null };
      const reviewed = await this.decisions.review(tx, id, change);
      const [before, after] = [{ status: decision.reviewStatus }, { status: to }];
      await audit.record(tx, { service: 'risk', action: 'review.moved', subjectId: id, reason, before, after });
      if (to === 'approved' || to === 'rejected') {
        const payload = { decisionId: id, userId: decision.userId, subject: decision.subject, status: to };
        await this.outbox.append(tx, { type: REVIEW_DECIDED, aggregateId: `risk:${id}`, payload });
      }
      return reviewed;
    });
  }
}

function required(decision: RecordedDecision | undefined): RecordedDecision {
  if (!decision) throw refuse('not_found', 'There is no such decision');
  return decision;
}

function demandActionable({ reviewStatus, reviewerId }: RecordedDecision, to: ReviewStatus, by: string): void {
  if (reviewStatus === null) throw refuse('review_not_actionable', 'It was blocked: nobody reviews it');
  // Who took it may be away: anybody puts it back.
  if (reviewStatus === 'taken' && reviewerId !== by && to !== 'open')
    throw refuse('review_not_actionable', 'Somebody else has taken it');
  if (!canBecome(reviewStatus, to))
    throw refuse('review_not_actionable', `A review that is ${reviewStatus} cannot become ${to}`);
}
