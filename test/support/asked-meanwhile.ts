import { eventually } from '../faults/eventually.ts';
import { PATIENCE_MS } from './patience.ts';
import type { Person, World } from './world.ts';

const WAITING = 'select count(*)::int as n from pg_stat_activity where $1 = any(pg_blocking_pids(pid))';

/**
 * What is answered to who asks while somebody changes the person's account and has not committed yet. The change is an assignment of
 * columns of `app_user`. What does not wait for the account does not pass.
 */
export async function askedMeanwhile<T>(
  { owner }: World,
  { id }: Person,
  change: string,
  ask: () => Promise<T>,
): Promise<T> {
  const changing = await owner.connect();
  let asked: Promise<T> | undefined;
  try {
    const { rows } = await changing.query<{ pid: number }>('select pg_backend_pid() as pid');
    await changing.query('begin');
    await changing.query(`update app_user set ${change} where id = $1`, [id]);
    asked = ask();
    await eventually('it waits for the account', PATIENCE_MS, async () => {
      return (await owner.query<{ n: number }>(WAITING, [rows[0]?.pid])).rows[0]?.n === 1;
    });
  } finally {
    await changing.query('commit');
    changing.release();
  }
  return asked;
}
