import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { crashInquiryAt, INQUIRY_DELAYS_MS } from './inquiry-schedule.ts';
import {
  INITIAL_REFUND_STATUS,
  UNRESOLVED_REFUND_STATUSES,
  type Refund,
  type RefundChange,
  type RefundStatus,
} from './refund.ts';

const DELAYS_MS = INQUIRY_DELAYS_MS.map(BigInt);

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

  /** Brings the inquiries about a payment's unresolved refunds forward to now. */
  async inquireNow(tx: Tx, paymentId: string): Promise<void> {
    const where = { paymentId, status: { in: [...UNRESOLVED_REFUND_STATUSES] } };
    await tx.paymentRefund.updateMany({ where, data: { inquireAt: this.clock.now() } });
  }

  /**
   * Takes at most `limit` refunds that are due, and schedules the inquiry after this one before this one is made: whoever
   * looks next does not see them, and a crash here only postpones them. Returns their ids.
   */
  async takeDue(tx: Tx, limit: number): Promise<string[]> {
    const now = this.clock.now();
    const taken = await tx.$queryRaw<{ id: string }[]>`
      update payment_refund
         set inquiries = inquiries + 1,
             inquire_at = ${now}::timestamptz + interval '1 millisecond' *
               (${DELAYS_MS}::bigint[])[least(inquiries + 2, ${DELAYS_MS.length}::int)]
       where id in (
         select id from payment_refund where status = any(${UNRESOLVED_REFUND_STATUSES}) and inquire_at <= ${now}
          order by inquire_at limit ${limit} for update skip locked)
      returning id`;
    return taken.map(({ id }) => id);
  }
}

function toRefund(row: RefundRow): Refund {
  return { ...row, status: row.status as RefundStatus };
}
