import { Injectable } from '@nestjs/common';
import { asSystem, Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import { Ids } from '../../shared/ids.ts';
import type { Listed } from './condition.ts';
import type { Effect, Listing } from './listing.ts';

/** Who and what is on a list. A row is never deleted: what was taken off says who did it and why. */
@Injectable()
export class ListingsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Whoever changes lists takes turns until the transaction ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('risk:listings', 0))`;
  }

  /** Those in force; how many there may be is bounded. */
  async inForce(): Promise<Pick<Listing, 'kind' | 'value' | 'effect'>[]> {
    const select = { kind: true, value: true, effect: true };
    const { riskListing } = this.postgres.prisma;
    const rows = await asSystem('mirror', () => riskListing.findMany({ where: { removedAt: null }, select }));
    return rows.map(({ kind, value, effect }) => ({ kind: kind as Listed, value, effect: effect as Effect }));
  }

  countInForce(tx: Tx): Promise<number> {
    return tx.riskListing.count({ where: { removedAt: null } });
  }

  async findInForce(tx: Tx, kind: Listed, value: string): Promise<Listing | undefined> {
    const row = await tx.riskListing.findFirst({ where: { kind, value, removedAt: null } });
    return row ? toListing(row) : undefined;
  }

  async find(id: string, reader: Tx = this.postgres.prisma): Promise<Listing | undefined> {
    const row = await reader.riskListing.findUnique({ where: { id } });
    return row ? toListing(row) : undefined;
  }

  /** Newest first, `limit + 1` rows at most. */
  async list(
    { kind, value, inForce }: { kind?: Listed; value?: string; inForce: boolean },
    beforeId: string | undefined,
    limit: number,
  ): Promise<Listing[]> {
    const rows = await this.postgres.prisma.riskListing.findMany({
      where: { kind, value, id: { lt: beforeId }, ...(inForce ? { removedAt: null } : {}) },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
    return rows.map(toListing);
  }

  async insert(tx: Tx, listing: Pick<Listing, 'kind' | 'value' | 'effect' | 'reason' | 'addedBy'>): Promise<Listing> {
    const addedAt = this.clock.now();
    return toListing(
      await tx.riskListing.create({ data: { ...listing, id: this.ids.next(addedAt.getTime()), addedAt } }),
    );
  }

  async remove(tx: Tx, id: string, removedBy: string, removedReason: string): Promise<Listing> {
    const data = { removedBy, removedReason, removedAt: this.clock.now() };
    return toListing(await tx.riskListing.update({ where: { id }, data }));
  }
}

function toListing(row: Prisma.RiskListingGetPayload<object>): Listing {
  return { ...row, kind: row.kind as Listed, effect: row.effect as Effect };
}
