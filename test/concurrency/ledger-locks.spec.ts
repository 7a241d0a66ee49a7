import type { PoolClient } from 'pg';
import { commandJson } from '../../src/ledger/command-json.ts';
import type { LedgerCommand } from '../../src/ledger/core/index.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';
import { pidOf, untilBlockedBy } from '../support/blocked.ts';

// Real: PostgreSQL, and the order in which its locks are taken, forced step by step.

const ROUNDS = 200;

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
    await untilBlockedBy(books, await pidOf(locker));
    const expiresAt = new Date(books.clock.now().getTime() + 60_000);
    await books.ledger.post([
      { op: 'hold', id: hold, kind: 'hold', debit: alice, credit: bob, amount: 40n, asset: 'INR', expiresAt },
    ]);
    await payer.query('begin');
    await payer.query('select 1 from ledger_account where id = $1 for no key update', [alice]);
    await locker.query('rollback');
    await untilBlockedBy(books, await pidOf(payer));
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

// A hold that is past its time is let go by the batch that finds it, and that changes the account in whose favour it was. Here such
// holds are a chain: whoever followed it to its end, with the rest locked, would meet another who comes from there.
describe('a chain of holds that are past their time', () => {
  let books: TestLedger;
  let clients: readonly [PoolClient, PoolClient];
  /** By id, which is the order of locks. */
  let accounts: readonly [end: string, middle: string, start: string, last: string];
  beforeAll(async () => {
    books = await startTestLedger();
    const clearing = await books.open('provider-clearing', 'INR');
    const wallets: string[] = [];
    for (let n = 0; n < 4; n += 1) wallets.push(await books.open('wallet', 'INR'));
    const [end = '', middle = '', start = '', last = ''] = wallets.sort();
    accounts = [end, middle, start, last];
    await books.ledger.post(accounts.map((wallet) => ({ ...move(clearing, wallet, 1_000n), kind: 'card-top-up' })));
    clients = [await books.pool.connect(), await books.pool.connect()];
    // A deadlock must show as what it is, and not as a lock that somebody waited too long for.
    for (const client of clients) await client.query('set lock_timeout = 0');
  });
  afterAll(async () => {
    for (const client of clients) client.release(true);
    await books.expectSound();
    await books.close();
  });

  const move = (debit: string, credit: string, amount = 1n) =>
    ({ op: 'transfer', id: books.ids.next(), kind: 'transfer', debit, credit, amount, asset: 'INR' }) as const;

  async function placeChain(): Promise<void> {
    const [end, middle, start] = accounts;
    const expiresAt = new Date(books.clock.now().getTime() + 1_000);
    const hold = (debit: string, credit: string) =>
      ({ ...move(debit, credit), op: 'hold', kind: 'hold', expiresAt }) as const;
    const placed = await books.ledger.post([hold(start, middle), hold(middle, end)]);
    expect(placed).toEqual([{ outcome: 'posted' }, { outcome: 'posted' }]);
    books.clock.advance(1_000);
  }

  /** As the poster does, and without its second try. Gives the commands that were not simply posted: none. */
  async function post(client: PoolClient, command: LedgerCommand): Promise<unknown> {
    const batch = JSON.stringify([{ ...commandJson(command), item: 0 }]);
    const { rows } = await client.query<{ answer: { items: unknown } }>(
      'select ledger_post_items(ledger_commands($1::jsonb), array[null]::uuid[], array[null]::uuid[], $2::timestamptz) as answer',
      [batch, books.clock.now()],
    );
    return rows[0]?.answer.items;
  }

  it('is not followed by a batch that has locked where it begins, while another has locked where it ends', async () => {
    const [end, middle, start, last] = accounts;
    const [one, other] = clients;
    await placeChain();
    const locker = await books.pool.connect();
    await locker.query('begin');
    await locker.query('select 1 from ledger_account where id = $1 for update', [last]);
    const onePid = await pidOf(one);
    const fromStart = post(one, move(start, last));
    await untilBlockedBy(books, await pidOf(locker));
    const atEnd = post(other, move(end, middle));
    await untilBlockedBy(books, onePid);
    await locker.query('rollback');
    locker.release();
    expect(await Promise.all([fromStart, atEnd])).toEqual([[], []]);
  });

  it('makes no batches deadlock that come at the same moment, however often', async () => {
    const [end, middle, start, last] = accounts;
    const [one, other] = clients;
    for (let round = 0; round < ROUNDS; round += 1) {
      await placeChain();
      const atEnd = round % 2 === 0 ? move(end, middle) : move(middle, end);
      expect(await Promise.all([post(one, move(start, last)), post(other, atEnd)])).toEqual([[], []]);
    }
    const { posted, pendingOut } = (await books.accounts.find(start, books.clock.now()))?.balances ?? {};
    expect([posted, pendingOut]).toEqual([1_000n - BigInt(ROUNDS) - 1n, 0n]);
  });
});
