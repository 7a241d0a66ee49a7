import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import {
  APPROVAL_LIFETIME_MS,
  type NewDecision,
  type RecordedDecision,
  type ReviewChange,
  type ReviewStatus,
} from './decision.ts';
import type { MovementPart, Subject } from './movement.ts';

type Row = Prisma.RiskDecisionGetPayload<object>;
type StoredPart = Omit<MovementPart, 'amount'> & { readonly amount: string };

export interface DecisionFilter {
  readonly userId?: string;
  readonly reviewStatus?: ReviewStatus;
}

/** What was blocked or is to be reviewed. What was allowed is in DynamoDB, with the movement. */
@Injectable()
export class DecisionsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  async insert(tx: Tx, { movement, ...decision }: NewDecision): Promise<RecordedDecision> {
    const createdAt = this.clock.now();
    const { id: movementId, subject, userId, device = null, address = null } = movement;
    const parts = movement.parts.map((part) => ({ ...part, amount: part.amount.toString() }));
    const reviewStatus = decision.decision === 'review' ? ('open' satisfies ReviewStatus) : null;
    const data = { ...decision, movementId, subject, userId, device, address, parts, reviewStatus, createdAt };
    const id = this.ids.next(createdAt.getTime());
    return toDecision(
      await tx.riskDecision.create({ data: { ...data, id, reasons: [...decision.reasons], reviewVersion: 1 } }),
    );
  }

  /** Whoever asks under the same key takes turns until the transaction ends. */
  async lockClaim(tx: Tx, claimScope: string): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('risk:claim:' || ${claimScope}, 0))`;
  }

  /** The review that a request led to when it was first sent under this key; none when that was so long ago that the key is a new one. */
  async reviewOf(tx: Tx, claimScope: string): Promise<RecordedDecision | undefined> {
    const createdAt = { gt: new Date(this.clock.now().getTime() - APPROVAL_LIFETIME_MS) };
    const where = { claimScope, decision: 'review', createdAt };
    const row = await tx.riskDecision.findFirst({ where, orderBy: { createdAt: 'desc' } });
    return row ? toDecision(row) : undefined;
  }

  async find(id: string): Promise<RecordedDecision | undefined> {
    const row = await this.postgres.prisma.riskDecision.findUnique({ where: { id } });
    return row ? toDecision(row) : undefined;
  }

  /** Locks it until the transaction ends, so that of two who decide one waits. */
  async lock(tx: Tx, id: string): Promise<RecordedDecision | undefined> {
    await tx.$queryRaw`select 1 from risk_decision where id = ${id}::uuid for update`;
    const row = await tx.riskDecision.findUnique({ where: { id } });
    return row ? toDecision(row) : undefined;
  }

  async review(tx: Tx, id: string, change: ReviewChange): Promise<RecordedDecision> {
    const data = { ...change, reviewedAt: this.clock.now(), reviewVersion: { increment: 1 } };
    return toDecision(await tx.riskDecision.update({ where: { id }, data }));
  }

  /**
   * Deletes what was decided before `before`, and reviews that were decided before it, at most `limit`; returns how many. What somebody has
   * still to look at stays, and what is held.
   */
  deleteOver(tx: Tx, before: Date, limit: number): Promise<number> {
    return tx.$executeRaw`
      delete from risk_decision where id in (
        select id from risk_decision
         where coalesce(reviewed_at, created_at) < ${before} and (review_status is null or review_status in ('approved', 'rejected'))
           and not is_held(user_id)
         order by coalesce(reviewed_at, created_at) limit ${limit} for update skip locked)`;
  }

  /** `limit + 1` rows at most, newest first. */
  async list(filter: DecisionFilter, beforeId: string | undefined, limit: number): Promise<RecordedDecision[]> {
    const rows = await this.postgres.prisma.riskDecision.findMany({
      where: { ...filter, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toDecision);
  }
}

function toDecision(row: Row): RecordedDecision {
  const parts = row.parts as unknown as StoredPart[];
  return {
    ...row,
    subject: row.subject as Subject,
    decision: row.decision as RecordedDecision['decision'],
    reviewStatus: row.reviewStatus as ReviewStatus | null,
    parts: parts.map((part) => ({ ...part, amount: BigInt(part.amount) })),
  };
}
