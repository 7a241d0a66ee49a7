import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/postgres/index.ts';

/** The history of rows, which triggers write. */
@Injectable()
export class RowHistory {
  /** Makes the partition of the month that holds `moment`. Returns whether it was missing. */
  async makePartition(tx: Tx, moment: Date): Promise<boolean> {
    const rows = await tx.$queryRaw<{ made: boolean }[]>`
      select row_history_make_partition(${moment}::timestamptz) as made`;
    return rows[0]?.made ?? false;
  }

  /** Lets the oldest month go that was over before `before`. What is held of it stays, and is counted. Undefined when there is none. */
  async dropMonth(tx: Tx, before: Date): Promise<{ name: string; held: bigint } | undefined> {
    const [row] = await tx.$queryRaw<{ name: string | null; held: bigint }[]>`
      select dropped as name, coalesce(held, 0) as held from row_history_drop_month(${before}::timestamptz)`;
    return row && row.name !== null ? { name: row.name, held: row.held } : undefined;
  }

  /** Deletes what is older than `before`, has no month of its own and is not held, at most `limit`; returns how many. */
  async sweep(tx: Tx, before: Date, limit: number): Promise<number> {
    const [row] = await tx.$queryRaw<{ deleted: bigint }[]>`
      select row_history_sweep(${before}::timestamptz, ${limit}::int) as deleted`;
    return Number(row?.deleted ?? 0);
  }
}
