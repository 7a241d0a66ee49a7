import { Injectable } from '@nestjs/common';
import { Postgres, Prisma } from '../platform/postgres/index.ts';
import type { Entry, Hold, Transfer } from './core/index.ts';
import { toHold, toTransfer } from './rows.ts';

export interface EntryFilter {
  readonly from?: Date;
  readonly to?: Date;
  /** Only entries older than this account version. */
  readonly before?: bigint;
  readonly limit: number;
}

export interface TransferFilter extends Omit<EntryFilter, 'before'> {
  readonly accountIds: readonly string[];
  readonly reference?: string;
  readonly minAmount?: bigint;
  /** Only transfers written before this one. */
  readonly before?: { readonly createdAt: Date; readonly id: string };
}

/** An entry with the kind of transfer that made it. */
export type KindedEntry = Entry & { readonly kind: string };

export type BalanceClock = 'effective' | 'recorded';

/** What happened, as it was written: transfers, holds, entries. Reads only. */
@Injectable()
export class EntriesRepository {
  constructor(private readonly postgres: Postgres) {}

  async transfer(id: string): Promise<Transfer | undefined> {
    const row = await this.postgres.prisma.ledgerTransfer.findUnique({ where: { id } });
    return row ? toTransfer(row) : undefined;
  }

  async transfers(ids: readonly string[]): Promise<Transfer[]> {
    const rows = await this.postgres.prisma.ledgerTransfer.findMany({ where: { id: { in: [...ids] } } });
    return rows.map(toTransfer);
  }

  /** Newest first, `limit + 1` rows at most, so that the caller knows whether there are more. */
  async listTransfers(filter: TransferFilter): Promise<Transfer[]> {
    const before = filter.before
      ? Prisma.sql`and (e.created_at, e.transfer_id) < (${filter.before.createdAt}, ${filter.before.id}::uuid)`
      : Prisma.empty;
    // An account's entries are read newest first through its own index; that needs no other index on the transfers.
    const found = await this.postgres.prisma.$queryRaw<{ id: string }[]>`
      select distinct recent.created_at, recent.id
        from unnest(${filter.accountIds}::uuid[]) as of_account (id), lateral (
          select e.created_at, t.id from ledger_entry e join ledger_transfer t on t.id = e.transfer_id
           where e.account_id = of_account.id ${before}
             and (${filter.from ?? null}::timestamptz is null or e.effective_at >= ${filter.from ?? null})
             and (${filter.to ?? null}::timestamptz is null or e.effective_at < ${filter.to ?? null})
             and (${filter.reference ?? null}::text is null or t.reference = ${filter.reference ?? null})
             and (${filter.minAmount ?? null}::bigint is null or t.amount >= ${filter.minAmount ?? null})
           order by e.version desc limit ${filter.limit + 1}) recent
       order by recent.created_at desc, recent.id desc limit ${filter.limit + 1}`;
    const byId = new Map((await this.transfers(found.map(({ id }) => id))).map((transfer) => [transfer.id, transfer]));
    return found.flatMap(({ id }) => byId.get(id) ?? []);
  }

  async hold(id: string): Promise<Hold | undefined> {
    const row = await this.postgres.prisma.ledgerHold.findUnique({ where: { id } });
    return row ? toHold(row) : undefined;
  }

  /** Newest first, `limit + 1` rows at most. */
  async entries(accountId: string, filter: EntryFilter): Promise<KindedEntry[]> {
    const rows = await this.postgres.prisma.ledgerEntry.findMany({
      where: { accountId, version: { lt: filter.before }, effectiveAt: { gte: filter.from, lt: filter.to } },
      orderBy: { version: 'desc' },
      take: filter.limit + 1,
    });
    const kinds = new Map((await this.transfers(rows.map((row) => row.transferId))).map(({ id, kind }) => [id, kind]));
    return rows.map((row) => ({ ...row, kind: kinds.get(row.transferId) ?? '' }));
  }

  /** Credits less debits up to and including `at`, by when they took effect or by when they were written. */
  async postedAsOf(accountId: string, at: Date, clock: BalanceClock): Promise<bigint> {
    const where = clock === 'effective' ? { effectiveAt: { lte: at } } : { createdAt: { lte: at } };
    const { _sum: sum } = await this.postgres.prisma.ledgerEntry.aggregate({
      where: { accountId, ...where },
      _sum: { amount: true },
    });
    return sum.amount ?? 0n;
  }
}
