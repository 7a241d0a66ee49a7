import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/postgres/index.ts';

@Injectable()
export class PartitionsRepository {
  /** Makes the entries' partition of the month that holds `moment`. Returns whether it was missing. */
  async make(tx: Tx, moment: Date): Promise<boolean> {
    const rows = await tx.$queryRaw<{ made: boolean }[]>`select ledger_make_partition(${moment}::timestamptz) as made`;
    return rows[0]?.made ?? false;
  }
}
