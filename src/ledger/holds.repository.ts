import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/postgres/index.ts';

/** Lets go of holds that are past their time. Reads do not wait for this: they never count such a hold. */
@Injectable()
export class HoldsRepository {
  /** Releases at most `limit` due holds and returns how many. Accounts are locked in id order, like every posting does. */
  async expireDue(tx: Tx, at: Date, limit: number): Promise<number> {
    const due = await tx.$queryRaw<{ id: string; accounts: (string | null)[] }[]>`
      select id, array[debit_account_id, credit_account_id] as accounts from ledger_hold
       where status = 'pending' and expires_at <= ${at} order by expires_at limit ${limit}`;
    if (due.length === 0) return 0;
    const accounts = due.flatMap((hold) => hold.accounts).filter((id) => id !== null);
    await tx.$queryRaw`select 1 from ledger_account where id = any(${accounts}::uuid[]) order by id for no key update`;
    const released = await tx.$queryRaw<{ n: number }[]>`
      select ledger_expire(${due.map(({ id }) => id)}::uuid[], ${at}::timestamptz) as n`;
    return released[0]?.n ?? 0;
  }
}
