import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { takeDueInquiries } from './due-inquiries.repository.ts';
import { crashInquiryAt } from './inquiry-schedule.ts';
import {
  INITIAL_REFUND_STATUS,
  OPEN_REFUND_STATUSES,
  type Refund,
  type RefundChange,
  type RefundStatus,
  UNSETTLED_REFUND_STATUSES,
} from './refund.ts';

export type NewRefund = Pick<Refund, 'id' | 'paymentId' | 'amount' | 'reason' | 'transferId'>;

type RefundRow = Omit<Refund, 'status'> & { readonly status: string };

/** Who writes a refund has locked its payment. */
@Injectable()
export class RefundsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** In no order. */
  async findMany(ids: readonly string[]): Promise<Refund[]> {
    const rows = await this.postgres.prisma.paymentRefund.findMany({ where: { id: { in: [...ids] } } });
    return rows.map(toRefund);
  }

  /** Oldest first, `limit + 1` rows at most. */
  async ofPayment(paymentId: string, { afterId, limit }: { afterId?: string; limit: number }): Promise<Refund[]> {
    const where = { paymentId, id: { gt: afterId } };
    const rows = await this.postgres.prisma.paymentRefund.findMany({ where, orderBy: { id: 'asc' }, take: limit + 1 });
    return rows.map(toRefund);
  }

  async read(tx: Tx, id: string): Promise<Refund> {
    return toRefund(await tx.paymentRefund.findUniqueOrThrow({ where: { id } }));
  }

  /** Whether the payment has such a refund; `id` is as somebody else says it. */
  async isOf(tx: Tx, paymentId: string, id: string): Promise<boolean> {
    const found = await tx.$queryRaw<unknown[]>`
      select 1 from payment_refund where payment_id = ${paymentId}::uuid and id::text = ${id}`;
    return found.length > 0;
  }

  /** Whether the provider has yet to say what became of a refund of theirs. */
  async hasUnsettled(tx: Tx, userId: string): Promise<boolean> {
    const rows = await tx.$queryRaw<object[]>`
      select from payment_refund r join payment p on p.id = r.payment_id
       where p.user_id = ${userId}::uuid and r.status = any(${UNSETTLED_REFUND_STATUSES}) limit 1`;
    return rows.length > 0;
  }

  /** Records the intent to refund, and when to ask about it should nobody come back to it. */
  async insert(tx: Tx, refund: NewRefund): Promise<Refund> {
    const now = this.clock.now();
    const times = { createdAt: now, updatedAt: now, inquireAt: crashInquiryAt(now) };
    return toRefund(await tx.paymentRefund.create({ data: { ...refund, ...times, status: INITIAL_REFUND_STATUS } }));
  }

  async change(tx: Tx, id: string, change: RefundChange, reversalId: string | null): Promise<Refund> {
    const data = { ...change, reversalId, version: { increment: 1 }, updatedAt: this.clock.now() };
    return toRefund(await tx.paymentRefund.update({ where: { id }, data }));
  }

  /** Brings the inquiries about a payment's refunds forward to now; also about those that succeeded, which may have failed since. They begin anew. */
  async inquireNow(tx: Tx, paymentId: string): Promise<void> {
    const where = { paymentId, status: { in: [...OPEN_REFUND_STATUSES] } };
    await tx.paymentRefund.updateMany({ where, data: { inquireAt: this.clock.now(), inquiries: 0 } });
  }

  /** A settled one is not asked about any more; unless something was heard of it since it was read. */
  async closeInquiry(tx: Tx, { id, inquireAt }: Refund): Promise<void> {
    await tx.paymentRefund.updateMany({ where: { id, inquireAt }, data: { inquireAt: null, inquiries: 0 } });
  }

  /** Takes at most `limit` refunds that are due for an inquiry; returns their ids. */
  takeDue(tx: Tx, limit: number): Promise<string[]> {
    return takeDueInquiries(
      tx,
      { table: 'payment_refund', statuses: OPEN_REFUND_STATUSES },
      { limit, now: this.clock.now() },
    );
  }
}

function toRefund(row: RefundRow): Refund {
  return { ...row, status: row.status as RefundStatus };
}
