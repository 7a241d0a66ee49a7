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

  /** Whoever sets the pair's rate takes turns until the transaction ends, so that each is compared with the one before it. */
  async lock(tx: Tx, pair: string): Promise<void> {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('fx:rate:' || ${pair}, 0))`;
  }

  async append(tx: Tx, rate: NewRate): Promise<Rate> {
    const { id } = await tx.fxRate.create({ data: { ...rate, pair: pairOf(rate.base, rate.quote) } });
    return { ...rate, id };
  }

  /** The newest rate of a pair, whichever way round it was given. Reads outside of every transaction unless one is given. */
  async newest(pair: string, reader: Tx = this.postgres.prisma): Promise<Rate | undefined> {
    const [rate] = await this.history(pair, { limit: 1 }, reader);
    return rate;
  }

  /** Newest first, `limit + 1` rows at most. Reads outside of every transaction unless one is given. */
  history(
    pair: string,
    { beforeId, limit }: { beforeId?: bigint; limit: number },
    reader: Tx = this.postgres.prisma,
  ): Promise<Rate[]> {
    return reader.$queryRaw<Rate[]>`
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
