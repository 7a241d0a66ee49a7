import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';

@Injectable()
export class AssetsRepository {
  constructor(private readonly postgres: Postgres) {}

  /** How many decimals the smallest unit of each asset stands for; an asset that the ledger does not keep is left out. */
  async scales(codes: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const assets = await this.postgres.prisma.ledgerAsset.findMany({ where: { code: { in: [...codes] } } });
    return new Map(assets.map(({ code, scale }) => [code, scale]));
  }
}
