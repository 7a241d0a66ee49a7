import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Dispute, DisputeStatus } from './dispute.ts';
import type { DisputeReport } from './provider-account.ts';

/** How long after one try to collect what is owed the next is made. */
const COLLECT_EVERY_MS = 60 * 60_000;

export interface DisputeFilter {
  readonly status?: DisputeStatus;
  readonly paymentId?: string;
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

  async find(id: string): Promise<Dispute | undefined> {
    const row = await this.postgres.prisma.paymentDispute.findUnique({ where: { id } });
    return row ? toDispute(row) : undefined;
  }

  /** In no order. */
  async findMany(ids: readonly string[]): Promise<Dispute[]> {
    return (await this.postgres.prisma.paymentDispute.findMany({ where: { id: { in: [...ids] } } })).map(toDispute);
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ status, paymentId, beforeId, limit }: DisputeFilter): Promise<Dispute[]> {
    const where = { status, paymentId, id: { lt: beforeId } };
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

  /** As it was first told. */
  async insert(tx: Tx, provider: string, paymentId: string, report: DisputeReport): Promise<Dispute> {
    const { reference, status, reason, amountMinor: amount, currency, evidenceDueAt } = report;
    const now = this.clock.now();
    const told = { paymentId, provider, reference, status, reason, amount, currency, evidenceDueAt };
    const data = { id: this.ids.next(now.getTime()), ...told, createdAt: now, updatedAt: now };
    return toDispute(await tx.paymentDispute.create({ data }));
  }

  /** Writes how it stands, and what is owed of it, which is collected from now on. */
  async change(tx: Tx, { id, status, owed, evidenceDueAt }: Dispute): Promise<Dispute> {
    const now = this.clock.now();
    return this.write(tx, id, { status, owed, evidenceDueAt, collectAt: owed > 0n ? now : null });
  }

  async setDeadline(tx: Tx, id: string, evidenceDueAt: Date | null): Promise<Dispute> {
    return this.write(tx, id, { evidenceDueAt });
  }

  /** Writes what is owed still. When that is collected was scheduled before. */
  async collected(tx: Tx, id: string, owed: bigint): Promise<Dispute> {
    return this.write(tx, id, owed === 0n ? { owed, collectAt: null } : { owed });
  }

  /** Takes at most `limit` of which something is to be collected, and schedules the next try; returns their ids. */
  async takeOwed(tx: Tx, limit: number): Promise<string[]> {
    const now = this.clock.now();
    const next = new Date(now.getTime() + COLLECT_EVERY_MS);
    const taken = await tx.$queryRaw<{ id: string }[]>`
      update payment_dispute set collect_at = ${next} where id in (
        select id from payment_dispute where owed > 0 and collect_at <= ${now}
         order by collect_at limit ${limit} for update skip locked)
      returning id`;
    return taken.map(({ id }) => id);
  }

  private async write(tx: Tx, id: string, change: Prisma.PaymentDisputeUpdateInput): Promise<Dispute> {
    const data = { ...change, version: { increment: 1 }, updatedAt: this.clock.now() };
    return toDispute(await tx.paymentDispute.update({ where: { id }, data }));
  }
}

function toDispute(row: DisputeRow): Dispute {
  const { id, paymentId, provider, reference, reason, amount, currency, owed, evidenceDueAt } = row;
  const { version, createdAt, updatedAt } = row;
  const status = row.status as DisputeStatus;
  return {
    ...{ id, paymentId, provider, reference, status, reason, amount, currency, owed, evidenceDueAt },
    ...{ version, createdAt, updatedAt },
  };
}
