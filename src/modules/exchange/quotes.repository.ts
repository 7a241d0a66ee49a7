import { Injectable } from '@nestjs/common';
import { Postgres, type Tx } from '../../platform/postgres/index.ts';
import type { Quote } from './quote.ts';

@Injectable()
export class QuotesRepository {
  constructor(private readonly postgres: Postgres) {}

  async insert(tx: Tx, quote: Quote): Promise<void> {
    await tx.fxQuote.create({ data: quote });
  }

  /** The user's own quote; undefined also when it is somebody else's. */
  async findOwn(userId: string, id: string, reader: Tx = this.postgres.prisma): Promise<Quote | undefined> {
    return (await reader.fxQuote.findUnique({ where: { id, userId } })) ?? undefined;
  }

  /** Locks the user's own quote and reads it as it is under the lock. Always taken before any lock of the ledger. */
  async lockOwn(tx: Tx, userId: string, id: string): Promise<Quote | undefined> {
    await tx.$queryRaw`select 1 from fx_quote where id = ${id}::uuid and user_id = ${userId}::uuid for no key update`;
    return this.findOwn(userId, id, tx);
  }

  async markUsed(tx: Tx, id: string, usedAt: Date): Promise<void> {
    await tx.fxQuote.update({ where: { id }, data: { usedAt } });
  }

  /** Deletes quotes that nobody used and that expired before `before`, at most `limit`; returns how many. */
  deleteUnused(tx: Tx, before: Date, limit: number): Promise<number> {
    return tx.$executeRaw`
      delete from fx_quote where id in (
        select id from fx_quote where used_at is null and expires_at <= ${before} and not is_held(user_id) order by expires_at limit ${limit}
        for update skip locked)`;
  }
}
