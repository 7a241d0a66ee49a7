import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import type { RequestStatus } from '../../shared/maker-checker.ts';
import type { Adjustment, AdjustmentDirection } from './adjustment.ts';

export interface AdjustmentFilter {
  readonly status?: RequestStatus;
  readonly walletId?: string;
  /** Only those asked for before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

@Injectable()
export class AdjustmentsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Adjustment | undefined> {
    const row = await reader.adjustment.findUnique({ where: { id } });
    return row ? toAdjustment(row) : undefined;
  }

  /** Locks it and reads it as it is under the lock. Always taken before any lock of the ledger. */
  async lock(tx: Tx, id: string): Promise<Adjustment | undefined> {
    await tx.$queryRaw`select 1 from adjustment where id = ${id}::uuid for no key update`;
    return this.find(id, tx);
  }

  async insert(tx: Tx, adjustment: Adjustment): Promise<void> {
    await tx.adjustment.create({ data: adjustment });
  }

  /** Writes what a decision changes. */
  async decide(tx: Tx, adjustment: Adjustment): Promise<void> {
    const { id, status, checkerId, decisionReason, version, decidedAt } = adjustment;
    await tx.adjustment.update({ where: { id }, data: { status, checkerId, decisionReason, version, decidedAt } });
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ status, walletId, beforeId, limit }: AdjustmentFilter): Promise<Adjustment[]> {
    const rows = await this.postgres.prisma.adjustment.findMany({
      where: { status, walletId, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toAdjustment);
  }
}

function toAdjustment(row: Prisma.AdjustmentGetPayload<object>): Adjustment {
  return { ...row, direction: row.direction as AdjustmentDirection, status: row.status as RequestStatus };
}
