import { Injectable } from '@nestjs/common';
import { Postgres } from '../../platform/postgres/index.ts';
import type { AccessChangeLine } from './access.ts';

export type AccessHistoryFilter = { readonly role: string } | { readonly userId: string };

/** The append-only history of who may what. */
@Injectable()
export class AccessHistory {
  constructor(private readonly postgres: Postgres) {}

  /** Newest first; `limit + 1` at most. */
  async list(filter: AccessHistoryFilter, beforeId: string | undefined, limit: number): Promise<AccessChangeLine[]> {
    const where = { ...filter, id: { lt: beforeId } };
    const rows = await this.postgres.prisma.accessChange.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
    return rows.map((row) => ({ ...row, change: row.change as AccessChangeLine['change'], role: row.role ?? '' }));
  }

  /** Also somebody who deleted their account. */
  async hasUser(id: string): Promise<boolean> {
    return (await this.postgres.prisma.user.findUnique({ where: { id }, select: { id: true } })) !== null;
  }
}
