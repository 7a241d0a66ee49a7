import type { Pool, PoolClient } from 'pg';

const LEDGER_TABLES = `
  select c.oid::regclass::text as name from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname ~ '^ledger_'`;

/** Does to the books what no writer can: the owner of the tables, with every guard switched off for the moment. */
export async function tamper(pool: Pool, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ name: string }>(LEDGER_TABLES);
    await client.query('begin');
    for (const { name } of rows) await client.query(`alter table ${name} disable trigger user`);
    await work(client);
    for (const { name } of rows) await client.query(`alter table ${name} enable trigger user`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
