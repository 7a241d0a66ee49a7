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
}
