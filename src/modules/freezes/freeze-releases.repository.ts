import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { FreezeRelease } from './wallet-freeze.ts';

@Injectable()
export class FreezeReleasesRepository {
  constructor(private readonly postgres: Postgres) {}

  async insert(tx: Tx, release: FreezeRelease): Promise<void> {
    await tx.freezeRelease.create({ data: release });
  }

  /** The last one of each of these freezes, by the freeze. Reads outside of every transaction unless one is given. */
  async lastOf(freezeIds: readonly string[], reader: Tx = this.postgres.prisma): Promise<Map<string, FreezeRelease>> {
    const rows = await reader.freezeRelease.findMany({
      where: { freezeId: { in: [...freezeIds] } },
      distinct: ['freezeId'],
      orderBy: [{ freezeId: 'asc' }, { sequence: 'desc' }],
    });
    return new Map(rows.map((release) => [release.freezeId, release]));
  }
}
