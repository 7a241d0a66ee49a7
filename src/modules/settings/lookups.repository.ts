import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import { Clock } from '../../shared/clock.ts';
import type { LookupChange, LookupContent, LookupSet, LookupValue } from './lookup.ts';

/** The values of sets. PostgreSQL itself writes the history of them. */
@Injectable()
export class LookupsRepository {
  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** Whoever changes a set takes turns until the transaction ends. */
  async lock(tx: Tx, set: LookupSet): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('lookup:' || ${set}, 0))`;
  }

  /** All values of all sets: how many a set has is bounded. */
  async all(): Promise<LookupValue[]> {
    return (await this.postgres.prisma.lookupValue.findMany()).map(toValue);
  }

  /** In their order. */
  async list(set: LookupSet, reader: Tx = this.postgres.prisma): Promise<LookupValue[]> {
    const orderBy = [{ position: 'asc' }, { code: 'asc' }] satisfies Prisma.LookupValueOrderByWithRelationInput[];
    return (await reader.lookupValue.findMany({ where: { set }, orderBy })).map(toValue);
  }

  async find(set: LookupSet, code: string, reader: Tx = this.postgres.prisma): Promise<LookupValue | undefined> {
    const row = await reader.lookupValue.findUnique({ where: { set_code: { set, code } } });
    return row ? toValue(row) : undefined;
  }

  async insert(tx: Tx, value: Omit<LookupValue, 'changedAt' | 'version'>): Promise<LookupValue> {
    return toValue(await tx.lookupValue.create({ data: { ...value, version: 1, changedAt: this.clock.now() } }));
  }

  async update(tx: Tx, { set, code, ...change }: Omit<LookupValue, 'changedAt'>): Promise<LookupValue> {
    const data = { ...change, changedAt: this.clock.now() };
    return toValue(await tx.lookupValue.update({ where: { set_code: { set, code } }, data }));
  }

  /** Newest first, `limit + 1` rows at most. */
  async history(
    { set, code }: Pick<LookupValue, 'set' | 'code'>,
    beforeVersion: number | undefined,
    limit: number,
  ): Promise<LookupChange[]> {
    const rows = await this.postgres.prisma.lookupChange.findMany({
      where: { set, code, version: { lt: beforeVersion } },
      orderBy: { version: 'desc' },
      take: limit + 1,
    });
    return rows.map(({ before, after, ...row }) => ({
      ...row,
      before: before as LookupContent | null,
      after: after as unknown as LookupContent,
    }));
  }
}

function toValue(row: Prisma.LookupValueGetPayload<object>): LookupValue {
  return { ...row, set: row.set as LookupSet };
}
