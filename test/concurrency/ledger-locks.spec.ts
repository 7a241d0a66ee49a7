import type { PoolClient } from 'pg';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, and the order in which its locks are taken, forced step by step.

const DEADLINE_MS = 10_000;

describe('a batch that waited for a lock', () => {
  let books: TestLedger;
  beforeAll(async () => {
    books = await startTestLedger();
  });
  afterAll(async () => {
    await books.expectSound();
    await books.close();
  });

  const transfer = (debit: string, credit: string, amount: bigint) =>
    ({ op: 'transfer', id: books.ids.next(), kind: 'card-top-up', debit, credit, amount, asset: 'INR' }) as const;

  async function waitersFor(pid: number): Promise<number> {
    const { rows } = await books.pool.query<{ n: number }>(
      'select count(*)::int as n from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
      [pid],
    );
    return rows[0]?.n ?? 0;
  }

  async function untilBlockedBy(client: PoolClient): Promise<void> {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const pid = rows[0]?.pid ?? 0;
    const deadline = Date.now() + DEADLINE_MS;
    while ((await waitersFor(pid)) === 0) {
      if (Date.now() > deadline) throw new Error('nobody waits');
    }
  }

  it('locks the accounts of a hold that was placed while it waited, before it captures it', async () => {
    const [alice, bob, carol] = [
      await books.open('wallet', 'INR'),
      await books.open('wallet', 'INR'),
      await books.open('wallet', 'INR'),
    ];
    const clearing = await books.open('provider-clearing', 'INR');
    await books.ledger.post([transfer(clearing, alice, 100n)]);
    const [locker, payer] = [await books.pool.connect(), await books.pool.connect()];
    const hold = books.ids.next();

    await locker.query('begin');
    await locker.query('select 1 from ledger_account where id = $1 for update', [carol]);
    const capturing = books.ledger.post([
      { op: 'capture', id: books.ids.next(), kind: 'capture', hold, credit: carol },
    ]);
    await untilBlockedBy(locker);
    const expiresAt = new Date(books.clock.now().getTime() + 60_000);
    await books.ledger.post([
      { op: 'hold', id: hold, kind: 'hold', debit: alice, credit: bob, amount: 40n, asset: 'INR', expiresAt },
    ]);
    await payer.query('begin');
    await payer.query('select 1 from ledger_account where id = $1 for no key update', [alice]);
    await locker.query('rollback');
    await untilBlockedBy(payer);
    await payer.query('commit');
    locker.release();
    payer.release();

    expect(await capturing).toEqual([{ outcome: 'posted' }]);
    expect((await books.accounts.find(alice, books.clock.now()))?.balances).toMatchObject({
      posted: 60n,
      pendingOut: 0n,
    });
  });
});
