import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import { type DebtKind, type Dispute, type DisputeStatus, UNDECIDED_STATUSES } from './dispute.ts';
import type { DisputeReport } from './provider-account.ts';

/** How long after one try to collect what is owed the next is made: hourly for a day after something changed, then daily. */
const [SOON_MS, LATER_MS] = [60 * 60_000, 24 * 60 * 60_000];
const SOON_TRIES = 24;

export interface DisputeFilter {
  readonly status?: DisputeStatus;
  readonly paymentId?: string;
  readonly debt?: DebtKind;
  readonly beforeId?: string;
  readonly limit: number;
}

type DisputeRow = Omit<Dispute, 'status'> & { readonly status: string };

/** Who writes a dispute has locked its payment. */
@Injectable()
export class DisputesRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Dispute | undefined> {
    const row = await reader.paymentDispute.findUnique({ where: { id } });
    return row ? toDispute(row) : undefined;
  }

  /** In no order. */
  async findMany(ids: readonly string[]): Promise<Dispute[]> {
    return (await this.postgres.prisma.paymentDispute.findMany({ where: { id: { in: [...ids] } } })).map(toDispute);
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ status, paymentId, debt, beforeId, limit }: DisputeFilter): Promise<Dispute[]> {
    const where = { status, paymentId, id: { lt: beforeId }, ...(debt && owedAs(debt)) };
    const rows = await this.postgres.prisma.paymentDispute.findMany({
      where,
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toDispute);
  }

  async read(tx: Tx, id: string): Promise<Dispute> {
    return toDispute(await tx.paymentDispute.findUniqueOrThrow({ where: { id } }));
  }

  /** Locks it until the transaction ends, and reads it as it is then. Never while its payment is to be locked after it. */
  async lock(tx: Tx, id: string): Promise<Dispute | undefined> {
    await tx.$queryRaw`select 1 from payment_dispute where id = ${id}::uuid for no key update`;
    const row = await tx.paymentDispute.findUnique({ where: { id } });
    return row ? toDispute(row) : undefined;
  }

  async findNamed(tx: Tx, provider: string, reference: string): Promise<Dispute | undefined> {
    const where = { provider_reference: { provider, reference } };
    const row = await tx.paymentDispute.findUnique({ where });
    return row ? toDispute(row) : undefined;
  }

  /** Whether a bank has yet to decide on a payment of the person's. */
  async hasOpen(tx: Tx, userId: string): Promise<boolean> {
    const rows = await tx.$queryRaw<object[]>`
      select from payment_dispute d join payment p on p.id = d.payment_id
       where p.user_id = ${userId}::uuid and d.status = any(${[...UNDECIDED_STATUSES]}) limit 1`;
    return rows.length > 0;
  }

  /** As it was first told. */
  async insert(tx: Tx, provider: string, paymentId: string, report: DisputeReport): Promise<Dispute> {
    const { reference, status, reason, amountMinor: amount, currency, evidenceDueAt } = report;
    const now = this.clock.now();
    const told = { paymentId, provider, reference, status, reason, amount, currency, evidenceDueAt };
    const data = { id: this.ids.next(now.getTime()), ...told, createdAt: now, updatedAt: now };
    return toDispute(await tx.paymentDispute.create({ data }));
  }

  /** Writes how it stands, and what is owed of it, which is collected from now on. */
  async change(tx: Tx, { id, status, owed, writtenOff, evidenceDueAt }: Dispute): Promise<Dispute> {
    return this.write(tx, id, { status, writtenOff, evidenceDueAt, ...this.owing(owed) });
  }

  async setDeadline(tx: Tx, id: string, evidenceDueAt: Date | null): Promise<Dispute> {
    return this.write(tx, id, { evidenceDueAt });
  }

  /** Writes what is owed still. The next try was scheduled before; who paid a part may soon pay more. */
  async collected(tx: Tx, id: string, owed: bigint): Promise<Dispute> {
    return this.write(tx, id, owed === 0n ? { owed, collectAt: null } : { owed, collectTries: 0 });
  }

  /** Writes what is owed still and what was given up. When that is collected was scheduled before, or ended. */
  async writtenOff(tx: Tx, id: string, owed: bigint, writtenOff: bigint): Promise<Dispute> {
    return this.write(tx, id, owed === 0n ? { owed, writtenOff, collectAt: null } : { owed, writtenOff });
  }

  /** What is owed is not collected any more, until `collectAgain`. */
  async stopCollecting(tx: Tx, id: string): Promise<Dispute> {
    return this.write(tx, id, { collectAt: null });
  }

  /** Takes at most `limit` of which something is to be collected, and schedules the next try; returns their ids. */
  async takeOwed(tx: Tx, limit: number): Promise<string[]> {
    const now = this.clock.now();
    const [soon, later] = [SOON_MS, LATER_MS].map((ms) => new Date(now.getTime() + ms));
    const taken = await tx.$queryRaw<{ id: string }[]>`
      update payment_dispute
         set collect_at = case when collect_tries < ${SOON_TRIES - 1} then ${soon}::timestamptz else ${later}::timestamptz end,
             collect_tries = least(collect_tries + 1, ${SOON_TRIES})
       where id in (
        select id from payment_dispute where owed > 0 and collect_at <= ${now}
         order by collect_at limit ${limit} for update skip locked)
      returning id`;
    return taken.map(({ id }) => id);
  }

  private owing(owed: bigint): Pick<Prisma.PaymentDisputeUpdateInput, 'owed' | 'collectAt' | 'collectTries'> {
    return { owed, collectAt: owed > 0n ? this.clock.now() : null, collectTries: 0 };
  }

  private async write(tx: Tx, id: string, change: Prisma.PaymentDisputeUpdateInput): Promise<Dispute> {
    const data = { ...change, version: { increment: 1 }, updatedAt: this.clock.now() };
    return toDispute(await tx.paymentDispute.update({ where: { id }, data }));
  }
}

function owedAs(debt: DebtKind) {
  return { owed: { gt: 0n }, collectAt: debt === 'collected' ? { not: null } : null };
}

function toDispute(row: DisputeRow): Dispute {
  const { id, paymentId, provider, reference, reason, amount, currency, owed, evidenceDueAt } = row;
  const { writtenOff, collectAt, version, createdAt, updatedAt } = row;
  const status = row.status as DisputeStatus;
  return {
    ...{ id, paymentId, provider, reference, status, reason, amount, currency, owed, evidenceDueAt },
    ...{ writtenOff, collectAt, version, createdAt, updatedAt },
  };
}
