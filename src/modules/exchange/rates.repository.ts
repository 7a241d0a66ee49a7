import { Injectable } from '@nestjs/common';
import { Postgres, Prisma, type Tx } from '../../platform/postgres/index.ts';
import { pairOf, type NewRate, type Rate } from './rate.ts';

// As text: a JavaScript number would lose digits of a rate.
const COLUMNS = Prisma.sql`
  r.id, r.base, r.quote, trim_scale(r.rate)::text as rate, r.spread_basis_points as "spreadBasisPoints",
  r.valid_for_seconds as "validForSeconds", r.set_by as "setBy", r.created_at as "createdAt"`;

@Injectable()
export class RatesRepository {
  constructor(private readonly postgres: Postgres) {}

  async append(tx: Tx, rate: NewRate): Promise<Rate> {
    const { id } = await tx.fxRate.create({ data: { ...rate, pair: pairOf(rate.base, rate.quote) } });
    return { ...rate, id };
  }

  /** The newest rate between the two, whichever way round it was given. */
  async newest(one: string, other: string): Promise<Rate | undefined> {
    const [rate] = await this.history(pairOf(one, other), { limit: 1 });
    return rate;
  }

  /** Newest first, `limit + 1` rows at most. */
  history(pair: string, { beforeId, limit }: { beforeId?: bigint; limit: number }): Promise<Rate[]> {
    return this.postgres.prisma.$queryRaw<Rate[]>`
      select ${COLUMNS} from fx_rate r
       where r.pair = ${pair} and (${beforeId ?? null}::bigint is null or r.id < ${beforeId ?? null})
       order by r.id desc limit ${limit + 1}`;
  }

  /** The newest rate of every pair, by pair. It looks each pair up, however long the history is. */
  newestOfEach(): Promise<(Rate & { pair: string })[]> {
    return this.postgres.prisma.$queryRaw<(Rate & { pair: string })[]>`
      select ${COLUMNS}, r.pair
        from ledger_asset one
        join ledger_asset other on one.code collate "C" < other.code collate "C"
       cross join lateral (select * from fx_rate where pair = one.code || '-' || other.code order by id desc limit 1) r
       order by r.pair collate "C"`;
  }
}
