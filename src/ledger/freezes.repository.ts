import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../platform/postgres/index.ts';
import type { Freeze, FreezeStatus } from './freeze.ts';

export interface FreezeFilter {
  readonly accountId: string;
  readonly status?: FreezeStatus;
  /** Only those placed before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

/** What is frozen, and was. Reads, and locks for those who release. */
@Injectable()
export class FreezesRepository {
  constructor(private readonly postgres: Postgres) {}

  /** Reads outside of every transaction unless one is given. */
  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Freeze | undefined> {
    const row = await reader.ledgerFreeze.findUnique({ where: { id } });
    return row ? toFreeze(row) : undefined;
  }

  /** Locks the freeze. Always taken before any lock of an account. */
  async lock(tx: Tx, id: string): Promise<void> {
    await tx.$executeRaw`select ledger_lock_freeze(${id}::uuid)`;
  }

  /** Newest first, `limit + 1` rows at most. */
  async list({ accountId, status, beforeId, limit }: FreezeFilter): Promise<Freeze[]> {
    const rows = await this.postgres.prisma.ledgerFreeze.findMany({
      where: { accountId, status, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toFreeze);
  }
}

function toFreeze(row: Prisma.LedgerFreezeGetPayload<object>): Freeze {
  return { ...row, status: row.status as FreezeStatus };
}
