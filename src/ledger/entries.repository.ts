import { Injectable } from '@nestjs/common';
import { Postgres } from '../platform/postgres/index.ts';
import type { Hold, Transfer } from './core/index.ts';
import { toHold, toTransfer } from './rows.repository.ts';

export interface TransferFilter {
  readonly accountId: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Only entries older than this account version. */
  readonly before?: bigint;
  readonly limit: number;
  readonly reference?: string;
  readonly minAmount?: bigint;
}

/** A transfer as one of its accounts lists it: with the account's version that it made. */
export interface ListedTransfer {
  readonly transfer: Transfer;
  readonly accountId: string;
  readonly version: bigint;
}

/** What happened, as it was written: transfers, holds, entries. Reads only. */
@Injectable()
export class EntriesRepository {
  constructor(private readonly postgres: Postgres) {}

  async transfer(id: string): Promise<Transfer | undefined> {
    const row = await this.postgres.prisma.ledgerTransfer.findUnique({ where: { id } });
    return row ? toTransfer(row) : undefined;
  }

  /** Those of these ids that a transfer or a hold was posted under. */
  async posted(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.postgres.prisma.$queryRaw<{ id: string }[]>`
      select id from ledger_transfer where id = any(${[...ids]}::uuid[])
      union all select id from ledger_hold where id = any(${[...ids]}::uuid[])`;
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * How much of its amount each transfer or hold among these ids takes at the moment: a hold all of it until it is captured or let
   * go, then what was captured.
   */
  async taken(ids: readonly string[], at: Date): Promise<Map<string, bigint>> {
    const rows = await this.postgres.prisma.$queryRaw<{ id: string; taken: bigint }[]>`
      select id, amount::bigint as taken from ledger_transfer where id = any(${[...ids]}::uuid[])
      union all
      select id, (case when status = 'pending' and expires_at > ${at} then amount else captured end)::bigint as taken
        from ledger_hold where id = any(${[...ids]}::uuid[])`;
    return new Map(rows.map(({ id, taken }) => [id, taken]));
  }

  async transfers(ids: readonly string[]): Promise<Transfer[]> {
    const rows = await this.postgres.prisma.ledgerTransfer.findMany({ where: { id: { in: [...ids] } } });
    return rows.map(toTransfer);
  }

  /**
   * An account's transfers, newest first, `limit + 1` at most, so that the caller knows whether there are more. They are
   * found through the account's entries, whose index is in this order; the transfers need none for it.
   */
  async listTransfers(filter: TransferFilter): Promise<ListedTransfer[]> {
    const { accountId, before = null, from = null, to = null, reference = null, minAmount = null, limit } = filter;
    const found = await this.postgres.prisma.$queryRaw<{ id: string; version: bigint }[]>`
      select t.id, e.version from ledger_entry e join ledger_transfer t on t.id = e.transfer_id
       where e.account_id = ${accountId}::uuid
         and (${before}::bigint is null or e.version < ${before})
         and (${from}::timestamptz is null or e.effective_at >= ${from})
         and (${to}::timestamptz is null or e.effective_at < ${to})
         and (${reference}::text is null or t.reference = ${reference})
         and (${minAmount}::bigint is null or t.amount >= ${minAmount})
       order by e.version desc limit ${limit + 1}`;
    const byId = new Map((await this.transfers(found.map(({ id }) => id))).map((transfer) => [transfer.id, transfer]));
    return found.flatMap(({ id, version }) => {
      const transfer = byId.get(id);
      return transfer ? { transfer, accountId, version } : [];
    });
  }

  async hold(id: string): Promise<Hold | undefined> {
    const row = await this.postgres.prisma.ledgerHold.findUnique({ where: { id } });
    return row ? toHold(row) : undefined;
  }
}
