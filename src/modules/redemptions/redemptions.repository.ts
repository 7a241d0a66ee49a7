import { Injectable } from '@nestjs/common';
import { Postgres, type Prisma, type Tx } from '../../platform/postgres/index.ts';
import type { Redemption, RedemptionStatus } from './redemption.ts';

@Injectable()
export class RedemptionsRepository {
  constructor(private readonly postgres: Postgres) {}

  async find(id: string): Promise<Redemption | undefined> {
    const row = await this.postgres.prisma.redemption.findUnique({ where: { id } });
    return row ? toRedemption(row) : undefined;
  }

  /** Locks the redemption and reads it. Its order is locked first, always. */
  async lock(tx: Tx, id: string): Promise<Redemption | undefined> {
    await tx.$queryRaw`select 1 from redemption where id = ${id}::uuid for update`;
    const row = await tx.redemption.findUnique({ where: { id } });
    return row ? toRedemption(row) : undefined;
  }

  async insert(tx: Tx, redemption: Redemption): Promise<void> {
    await tx.redemption.create({ data: redemption });
  }

  async update(tx: Tx, { id, status, bartenderId, scannedAt, confirmedAt }: Redemption): Promise<void> {
    await tx.redemption.update({ where: { id }, data: { status, bartenderId, scannedAt, confirmedAt } });
  }

  /** Deletes codes that nobody scanned before they ended, before `before`, at most `limit`; returns how many. */
  deleteUnscanned(tx: Tx, before: Date, limit: number): Promise<number> {
    return tx.$executeRaw`
      delete from redemption where id in (
        select r.id from redemption r join treat_order o on o.id = r.order_id
         where r.status = 'issued' and r.expires_at < ${before} and not is_held(o.buyer_id) and not is_held(o.recipient_id)
         order by r.expires_at limit ${limit} for update of r skip locked)`;
  }

  /** When each code of the order that can still be scanned ends, the first one first. */
  async openEnds(tx: Tx, orderId: string, at: Date): Promise<Date[]> {
    const where = { orderId, status: 'issued' satisfies RedemptionStatus, expiresAt: { gt: at } };
    const rows = await tx.redemption.findMany({ where, select: { expiresAt: true }, orderBy: { expiresAt: 'asc' } });
    return rows.map(({ expiresAt }) => expiresAt);
  }
}

function toRedemption(row: Prisma.RedemptionGetPayload<object>): Redemption {
  return { ...row, status: row.status as RedemptionStatus };
}
