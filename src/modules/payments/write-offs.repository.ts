import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import type { RequestStatus } from '../../shared/maker-checker.ts';
import type { WriteOff } from './write-off.ts';

export interface WriteOffFilter {
  readonly status?: RequestStatus;
  readonly disputeId?: string;
  /** Only those asked for before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

/** Who writes one has locked the payment that it is about. */
@Injectable()
export class WriteOffsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, reader: Tx = this.postgres.prisma): Promise<WriteOff | undefined> {
    const row = await reader.paymentWriteOff.findUnique({ where: { id } });
    return row ? toWriteOff(row) : undefined;
  }

  async insert(tx: Tx, writeOff: WriteOff): Promise<void> {
    await tx.paymentWriteOff.create({ data: writeOff });
  }

  /** Writes what a decision changes. */
  async decide(tx: Tx, { id, status, checkerId, decisionReason, version, decidedAt }: WriteOff): Promise<void> {
    const data = { status, checkerId, decisionReason, version, decidedAt };
    await tx.paymentWriteOff.update({ where: { id }, data });
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ status, disputeId, beforeId, limit }: WriteOffFilter): Promise<WriteOff[]> {
    const rows = await this.postgres.prisma.paymentWriteOff.findMany({
      where: { status, disputeId, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toWriteOff);
  }
}

function toWriteOff(row: Prisma.PaymentWriteOffGetPayload<object>): WriteOff {
  return { ...row, status: row.status as RequestStatus };
}
