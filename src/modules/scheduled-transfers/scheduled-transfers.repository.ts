import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import type { ScheduledTransfer } from './scheduled-transfer.ts';
import { OPEN_SCHEDULED_STATUSES, type ScheduledTransferStatus } from './scheduled-transfer-state.ts';

type Row = Prisma.ScheduledTransferGetPayload<object>;

/** One whose time has come, and its place among them. */
export type DueTransfer = Pick<ScheduledTransfer, 'id' | 'scheduledFor'>;

export interface ScheduledTransferFilter {
  readonly userId: string;
  readonly status?: ScheduledTransferStatus;
  /** Only those out of this wallet. */
  readonly walletId?: string;
  /** Only those made before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

@Injectable()
export class ScheduledTransfersRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, reader: Tx = this.postgres.prisma): Promise<ScheduledTransfer | undefined> {
    const row = await reader.scheduledTransfer.findUnique({ where: { id } });
    return row ? toScheduledTransfer(row) : undefined;
  }

  /** Locks it and reads it as it is under the lock. Always taken before any lock of the ledger. */
  async lock(tx: Tx, id: string): Promise<ScheduledTransfer | undefined> {
    await tx.$queryRaw`select 1 from scheduled_transfer where id = ${id}::uuid for no key update`;
    return this.find(id, tx);
  }

  /** Those of `ids`, the oldest time first. */
  async findMany(ids: readonly string[], reader: Tx = this.postgres.prisma): Promise<ScheduledTransfer[]> {
    const rows = await reader.scheduledTransfer.findMany({
      where: { id: { in: [...ids] } },
      orderBy: [{ scheduledFor: 'asc' }, { id: 'asc' }],
    });
    return rows.map(toScheduledTransfer);
  }

  /** Locks the one that waits for this review, if one does. */
  async lockInReview(tx: Tx, reviewId: string): Promise<ScheduledTransfer | undefined> {
    const [found] = await tx.$queryRaw<{ id: string }[]>`
      select id from scheduled_transfer where review_id = ${reviewId}::uuid and status = 'in_review' for no key update`;
    return found && this.find(found.id, tx);
  }

  /** At most `limit` whose time has come, the oldest time first, from behind `after` on. */
  due(at: Date, limit: number, after: DueTransfer): Promise<DueTransfer[]> {
    return this.postgres.prisma.$queryRaw<DueTransfer[]>`
      select id, scheduled_for as "scheduledFor" from scheduled_transfer
       where status = 'scheduled' and scheduled_for <= ${at}
         and (scheduled_for, id) > (${after.scheduledFor}::timestamptz, ${after.id}::uuid)
       order by scheduled_for, id limit ${limit}`;
  }

  /** Locks those of `ids` that are still due, the oldest time first; skips what others have locked. */
  async lockDue(tx: Tx, at: Date, ids: readonly string[]): Promise<ScheduledTransfer[]> {
    const due = await tx.$queryRaw<{ id: string }[]>`
      select id from scheduled_transfer
       where id = any(${ids}::uuid[]) and status = 'scheduled' and scheduled_for <= ${at}
       order by scheduled_for, id for no key update skip locked`;
    const found = due.map(({ id }) => id);
    return this.findMany(found, tx);
  }

  /** How many of a person's are waiting. Until the transaction ends nobody else counts this person's: what is decided by it holds. */
  async countOpen(tx: Tx, userId: string): Promise<number> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('scheduled-transfers-of:' || ${userId}, 0))`;
    return tx.scheduledTransfer.count({ where: { userId, status: { in: [...OPEN_SCHEDULED_STATUSES] } } });
  }

  async insert(tx: Tx, { metadata, ...scheduled }: ScheduledTransfer): Promise<void> {
    const data = { ...scheduled, metadata: (metadata ?? Prisma.DbNull) as Prisma.InputJsonValue };
    await tx.scheduledTransfer.create({ data });
  }

  /** Writes what can change: the status and why, the review, the time, the version. */
  async updateAll(tx: Tx, changed: readonly ScheduledTransfer[]): Promise<void> {
    await tx.$executeRaw`
      update scheduled_transfer s
         set status = c.status, refusal_code = nullif(c.refusal_code, ''),
             review_id = nullif(c.review_id, '')::uuid, scheduled_for = c.scheduled_for,
             version = c.version, updated_at = c.updated_at
        from unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ status }) => status)}::text[],
                    ${changed.map(({ refusalCode }) => refusalCode ?? '')}::text[],
                    ${changed.map(({ reviewId }) => reviewId ?? '')}::text[],
                    ${changed.map(({ scheduledFor }) => scheduledFor)}::timestamptz[],
                    ${changed.map(({ version }) => version)}::int[],
                    ${changed.map(({ updatedAt }) => updatedAt)}::timestamptz[])
          as c (id, status, refusal_code, review_id, scheduled_for, version, updated_at)
       where s.id = c.id`;
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ userId, status, walletId, beforeId, limit }: ScheduledTransferFilter): Promise<ScheduledTransfer[]> {
    const rows = await this.postgres.prisma.scheduledTransfer.findMany({
      where: { userId, status, fromWalletId: walletId, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toScheduledTransfer);
  }
}

function toScheduledTransfer(row: Row): ScheduledTransfer {
  return {
    ...row,
    status: row.status as ScheduledTransferStatus,
    refusalCode: row.refusalCode as RefusalCode | null,
    metadata: row.metadata as Record<string, unknown> | null,
  };
}
