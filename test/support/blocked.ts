import type { PoolClient } from 'pg';
import type { TestLedger } from './test-ledger.ts';
import { PATIENCE_MS } from './patience.ts';

export async function pidOf(client: PoolClient): Promise<number> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
}

/** Until somebody waits for a lock of this connection's. */
export async function untilBlockedBy({ pool }: TestLedger, pid: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const sql = 'select count(*)::int as n from pg_stat_activity where $1 = any(pg_blocking_pids(pid))';
  while ((await pool.query<{ n: number }>(sql, [pid])).rows[0]?.n === 0) {
    if (Date.now() > deadline) throw new Error('nobody waits');
  }
}
