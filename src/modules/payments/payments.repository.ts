import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/audit/index.ts';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { KEEPING_STATUSES } from './dispute.ts';
import { takeDueInquiries } from './due-inquiries.repository.ts';
import { crashInquiryAt } from './inquiry-schedule.ts';
import type { Capture } from './capture.ts';
import type { Cause, Payment, PaymentChange, PaymentEvent } from './payment.ts';
import { INITIAL_STATUS, INQUIRED_STATUSES, TERMINAL_STATUSES, type PaymentStatus } from './payment-state.ts';

export type NewPayment = Pick<
  Payment,
  'id' | 'userId' | 'walletId' | 'paymentMethodId' | 'provider' | 'amount' | 'currency' | 'capture'
>;

type PaymentRow = Omit<Payment, 'status' | 'capture'> & { readonly status: string; readonly capture: string };

/** Why a payment takes its steps, and the refund or dispute that they are about. */
interface About {
  readonly cause: Cause;
  readonly refundId?: string;
  readonly disputeId?: string;
}

interface Move extends About {
  readonly from: PaymentStatus | null;
}

/** What a refund or a dispute changes of a payment. */
export interface Note extends About {
  readonly refunded?: bigint;
  readonly disputed?: bigint;
}

@Injectable()
export class PaymentsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** The user's own payment; undefined also when it is somebody else's. */
  async findOwn(userId: string, id: string): Promise<Payment | undefined> {
    const row = await this.postgres.prisma.payment.findUnique({ where: { id, userId } });
    return row ? toPayment(row) : undefined;
  }

  async find(id: string): Promise<Payment | undefined> {
    const row = await this.postgres.prisma.payment.findUnique({ where: { id } });
    return row ? toPayment(row) : undefined;
  }

  /** In no order. */
  async findMany(ids: readonly string[]): Promise<Payment[]> {
    const rows = await this.postgres.prisma.payment.findMany({ where: { id: { in: [...ids] } } });
    return rows.map(toPayment);
  }

  /** Newest first, `limit + 1` rows at most. */
  async ofUser(userId: string, { beforeId, limit }: { beforeId?: string; limit: number }): Promise<Payment[]> {
    const where = { userId, id: { lt: beforeId } };
    const rows = await this.postgres.prisma.payment.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
    return rows.map(toPayment);
  }

  /** In order, `limit + 1` rows at most. */
  async events(paymentId: string, { after, limit }: { after: number; limit: number }): Promise<PaymentEvent[]> {
    const rows = await this.postgres.prisma.paymentEvent.findMany({
      where: { paymentId, sequence: { gt: after } },
      orderBy: { sequence: 'asc' },
      take: limit + 1,
    });
    return rows.map((row) => ({
      sequence: row.sequence,
      fromStatus: row.fromStatus as PaymentStatus | null,
      toStatus: row.toStatus as PaymentStatus,
      cause: row.cause as Cause,
      refundId: row.refundId,
      disputeId: row.disputeId,
      createdAt: row.createdAt,
    }));
  }

  /** Whether the provider has yet to say what became of a payment of theirs. */
  async hasUnresolved(tx: Tx, userId: string): Promise<boolean> {
    const where = { userId, status: { notIn: [...TERMINAL_STATUSES] } };
    return (await tx.payment.findFirst({ where, select: { id: true } })) !== null;
  }

  /** Keeps the person's account from being closed until the transaction ends. False when it was. */
  async keepOpen(tx: Tx, userId: string): Promise<boolean> {
    const rows = await tx.$queryRaw<object[]>`
      select from app_user where id = ${userId}::uuid and deleted_at is null for share`;
    return rows.length > 0;
  }

  /** Records the intent to charge, and when to ask about it should nobody come back to it. */
  async insert(tx: Tx, payment: NewPayment): Promise<Payment> {
    const now = this.clock.now();
    const times = { createdAt: now, updatedAt: now, inquireAt: crashInquiryAt(now) };
    const row = await tx.payment.create({ data: { ...payment, ...times, status: INITIAL_STATUS } });
    await this.appendEvents(tx, row.id, [INITIAL_STATUS], { from: null, cause: 'created' });
    return toPayment(row);
  }

  async lock(tx: Tx, id: string): Promise<Payment> {
    await tx.$queryRaw`select 1 from payment where id = ${id}::uuid for no key update`;
    return this.read(tx, id);
  }

  /** The same for the user's own payment; undefined also when it is somebody else's. */
  async lockOwn(tx: Tx, userId: string, id: string): Promise<Payment | undefined> {
    await tx.$queryRaw`select 1 from payment where id = ${id}::uuid and user_id = ${userId}::uuid for no key update`;
    const row = await tx.payment.findUnique({ where: { id, userId } });
    return row ? toPayment(row) : undefined;
  }

  /** Whether money of it is kept until a bank decides. */
  async isDisputed(tx: Tx, id: string): Promise<boolean> {
    const where = { paymentId: id, status: { in: [...KEEPING_STATUSES] } };
    return (await tx.paymentDispute.count({ where })) > 0;
  }

  async read(tx: Tx, id: string): Promise<Payment> {
    return toPayment(await tx.payment.findUniqueOrThrow({ where: { id } }));
  }

  /** Writes the change of a payment that this transaction has locked, and an event for each step of it. */
  async change(tx: Tx, payment: Payment, change: PaymentChange, transferId: string | null = null): Promise<Payment> {
    const { steps, cause, ...columns } = change;
    const version = { increment: Math.max(1, steps.length) };
    const data = { ...columns, transferId, version, updatedAt: this.clock.now() };
    const row = await tx.payment.update({ where: { id: payment.id }, data });
    await this.appendEvents(tx, payment.id, steps, { from: payment.status, cause });
    return toPayment(row);
  }

  /**
   * Writes what was asked of an authorized payment that this transaction has locked, and when to ask about it should nobody
   * come back to it; the inquiries begin anew.
   */
  async ask(
    tx: Tx,
    payment: Payment,
    { status, cause, captureAmount }: { status: PaymentStatus; cause: Cause; captureAmount: bigint | null },
  ): Promise<Payment> {
    const now = this.clock.now();
    const times = { updatedAt: now, inquireAt: crashInquiryAt(now), inquiries: 0 };
    const data = { status, captureAmount, nextActionUrl: null, version: { increment: 1 }, ...times };
    const row = await tx.payment.update({ where: { id: payment.id }, data });
    await this.appendEvents(tx, payment.id, [status], { from: payment.status, cause });
    return toPayment(row);
  }

  /** Writes what a refund or a dispute changed of a payment that this transaction has locked; amounts in minor units. */
  async note(tx: Tx, payment: Payment, { refunded = 0n, disputed = 0n, ...about }: Note): Promise<void> {
    const amounts = { refundedAmount: { increment: refunded }, disputedAmount: { increment: disputed } };
    const data = { ...amounts, version: { increment: 1 }, updatedAt: this.clock.now() };
    await tx.payment.update({ where: { id: payment.id }, data });
    await this.appendEvents(tx, payment.id, [payment.status], { from: payment.status, ...about });
  }

  /** Money has come back to a wallet that was closed: what is owed for disputes of its payments is collected again. */
  async collectAgain(tx: Tx, walletId: string): Promise<void> {
    await tx.$executeRaw`
      update payment_dispute d set collect_at = ${this.clock.now()}, collect_tries = 0
        from payment p where p.id = d.payment_id and p.wallet_id = ${walletId}::uuid and d.owed > 0`;
  }

  /** Takes at most `limit` payments that are due for an inquiry; returns their ids. */
  takeDue(tx: Tx, limit: number): Promise<string[]> {
    return takeDueInquiries(tx, { table: 'payment', statuses: INQUIRED_STATUSES }, { limit, now: this.clock.now() });
  }

  /** Brings the inquiry about a payment that has not succeeded forward to now; the inquiries begin anew. */
  async inquireNow(tx: Tx, id: string): Promise<void> {
    const where = { id, status: { in: [...INQUIRED_STATUSES] } };
    await tx.payment.updateMany({ where, data: { inquireAt: this.clock.now(), inquiries: 0 } });
  }

  /** One that has ended is not asked about any more; unless something was heard of it since it was read. */
  async closeInquiry(tx: Tx, { id, inquireAt }: Payment): Promise<void> {
    const where = { id, inquireAt, status: { in: [...TERMINAL_STATUSES] } };
    await tx.payment.updateMany({ where, data: { inquireAt: null } });
  }

  /** Writes into the log that a payment's provider says the contrary of what it has come to. */
  async noteContradiction(tx: Tx, { id, status }: Payment, said: PaymentStatus): Promise<void> {
    const what = { service: 'payments', action: 'payment.contradicted', subjectId: id, transactionId: id };
    await audit.record(tx, { ...what, before: { status }, after: { status: said } });
  }

  private async appendEvents(
    tx: Tx,
    paymentId: string,
    steps: readonly PaymentStatus[],
    { from, ...about }: Move,
  ): Promise<void> {
    const { _max: last } = await tx.paymentEvent.aggregate({ where: { paymentId }, _max: { sequence: true } });
    const first = (last.sequence ?? 0) + 1;
    const createdAt = this.clock.now();
    const data = steps.map((toStatus, index) => {
      const fromStatus = steps[index - 1] ?? from;
      return { paymentId, sequence: first + index, fromStatus, toStatus, ...about, createdAt };
    });
    await tx.paymentEvent.createMany({ data });
    const status = steps.at(-1) ?? from;
    const what = { service: 'payments', action: `payment.${status}`, subjectId: paymentId, transactionId: paymentId };
    await audit.record(tx, { ...what, before: { status: from }, after: { status, ...about } });
  }
}

function toPayment(row: PaymentRow): Payment {
  return { ...row, status: row.status as PaymentStatus, capture: row.capture as Capture };
}
