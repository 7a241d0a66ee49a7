import type { PoolClient } from 'pg';
import { VerifyBooks } from '../../src/ledger/index.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';
import { tamper } from '../support/tampering.ts';

// Real: PostgreSQL, ledger_seal and the walk that verifies it.

const DAY_MS = 24 * 3_600_000;
const MORNING = new Date('2026-11-21T09:00:00.000Z');
const MIDNIGHT = new Date('2026-11-22T00:00:00.000Z');

describe('the hash chain', () => {
  let books: TestLedger;
  let wallet: string;
  let other: string;
  let clearing: string;

  beforeEach(async () => {
    books = await startTestLedger();
    books.clock.set(MORNING);
    wallet = await books.open('wallet', 'INR');
    other = await books.open('wallet', 'INR');
    clearing = await books.open('provider-clearing', 'INR');
  });
  afterEach(() => books.close());

  const topUp = async (amount: bigint, credit = wallet, description?: string): Promise<string> => {
    const id = books.ids.next();
    const parties = { debit: clearing, credit, asset: 'INR' };
    const verdicts = await books.ledger.post([
      { op: 'transfer', id, kind: 'card-top-up', ...parties, amount, description },
    ]);
    expect(verdicts).toEqual([{ outcome: 'posted' }]);
    return id;
  };
  const heads = async (): Promise<
    Map<string, { version: string; posted: string; halted: string | null; hash: Buffer }>
  > => {
    const { rows } = await books.pool.query('select account_id, version, posted, halted, hash from ledger_chain');
    return new Map(rows.map((row) => [row.account_id, row]));
  };
  const snapshots = async (): Promise<unknown[]> => {
    const sql = 'select account_id, taken_at, version, posted from ledger_snapshot order by taken_at, account_id';
    return (await books.pool.query(sql)).rows;
  };
  const problems = async (): Promise<{ check: string; subject: string; found: string }[]> => [
    ...(await new VerifyBooks(books.books).execute()).problems,
  ];
  const refuses = (sql: string): Promise<void> =>
    expect(books.pool.query(sql)).rejects.toMatchObject({ code: 'LG002' });

  it('covers every entry once it is sealed, and nothing twice', async () => {
    await topUp(100n);
    await topUp(50n);
    expect(await books.chain.seal(100, books.clock.now())).toEqual({ sealed: 4, waiting: 0, halted: 0 });
    expect((await heads()).get(wallet)).toMatchObject({ version: '2', posted: '150', halted: null });
    expect(await books.chain.seal(100, books.clock.now())).toEqual({ sealed: 0, waiting: 0, halted: 0 });
    await books.expectSound();
  });

  it('is sealed in pieces, and comes to the same', async () => {
    for (let n = 1n; n <= 5n; n += 1n) await topUp(n, n % 2n ? wallet : other);
    const steps = [];
    for (let left = 10; left > 0; left -= 3) steps.push(await books.chain.seal(3, books.clock.now()));
    expect(steps.map(({ sealed, waiting }) => [sealed, waiting])).toEqual([
      [3, 7],
      [3, 4],
      [3, 1],
      [1, 0],
    ]);
    const inPieces = await heads();
    await tamper(books.pool, (client) => client.query('delete from ledger_chain'));
    expect(await books.seal()).toBe(10);
    const atOnce = await heads();
    for (const [account, { hash }] of inPieces) expect(atOnce.get(account)?.hash).toEqual(hash);
    await books.expectSound();
  });

  it('keeps what stood at the end of the last day with entries, when the next entry comes', async () => {
    await topUp(100n);
    books.clock.set(new Date(MIDNIGHT.getTime() - 1));
    await topUp(10n);
    await books.seal();
    expect(await snapshots()).toEqual([]);
    books.clock.set(new Date(MIDNIGHT.getTime() + 5 * DAY_MS));
    await topUp(1n);
    await books.seal();
    expect(await snapshots()).toEqual(
      [
        { account_id: clearing, taken_at: MIDNIGHT, version: '2', posted: '-110' },
        { account_id: wallet, taken_at: MIDNIGHT, version: '2', posted: '110' },
      ].sort((a, b) => (a.account_id < b.account_id ? -1 : 1)),
    );
    await books.expectSound();
  });

  it('takes an entry at midnight for the new day', async () => {
    await topUp(100n);
    books.clock.set(MIDNIGHT);
    await topUp(10n);
    await books.seal();
    expect(await snapshots()).toContainEqual({ account_id: wallet, taken_at: MIDNIGHT, version: '1', posted: '100' });
    expect(await books.balances.posted(wallet, new Date(MIDNIGHT.getTime() - 1), 'recorded')).toBe(100n);
    expect(await books.balances.posted(wallet, MIDNIGHT, 'recorded')).toBe(110n);
    expect(await books.balances.posted(wallet, MIDNIGHT, 'effective')).toBe(110n);
  });

  it('never goes back, and its snapshots never change', async () => {
    await topUp(100n);
    books.clock.set(MIDNIGHT);
    await topUp(10n);
    await books.seal();
    await refuses('update ledger_chain set version = version - 1');
    await refuses(`update ledger_chain set hash = sha256('x')`);
    await refuses('delete from ledger_chain');
    await refuses('truncate ledger_chain');
    await refuses('update ledger_snapshot set posted = posted + 1');
    await refuses('delete from ledger_snapshot');
    await refuses('truncate ledger_snapshot');
  });

  it('seals nothing of a seal that did not commit', async () => {
    await topUp(100n);
    const client = await books.pool.connect();
    await client.query('begin');
    await client.query('select * from ledger_seal(100, now())');
    // Somebody else is told so, and waits for nothing.
    expect(await books.chain.seal(100, books.clock.now())).toEqual({ sealed: 0, waiting: undefined, halted: 0 });
    await client.query('rollback');
    client.release();
    expect((await heads()).size).toBe(0);
    expect(await books.seal()).toBe(2);
    await books.expectSound();
  });

  describe('finds what somebody with every right did to history:', () => {
    let first: string;
    let second: string;
    beforeEach(async () => {
      first = await topUp(100n, wallet, 'rent');
      second = await topUp(100n, wallet, 'food');
      books.clock.set(MIDNIGHT);
      await topUp(7n);
      await topUp(9n);
      await books.seal();
      expect(await problems()).toEqual([]);
    });

    const CHAIN = 'every hash is what its entries lead to';
    const tampering: [string, (client: PoolClient) => Promise<unknown>][] = [
      [
        'an amount, with every balance after it',
        async (client) => {
          await client.query(`update ledger_transfer set amount = amount + 5 where id = $1`, [first]);
          await client.query(
            `update ledger_entry set amount = amount + 5 * sign(amount), balance_after = balance_after + 5 * sign(amount)
              where transfer_id = $1`,
            [first],
          );
          await client.query(
            `update ledger_entry set balance_before = balance_before + 5 * sign(amount), balance_after = balance_after + 5 * sign(amount)
              where version > 1`,
          );
          await client.query('update ledger_account set posted = posted + 5 * sign(posted) where version > 0');
        },
      ],
      [
        'what a transfer was for',
        (client) => client.query(`update ledger_transfer set description = 'gift' where id = $1`, [first]),
      ],
      ['who asked', (client) => client.query(`update ledger_transfer set initiator_id = $1 where id = $1`, [first])],
      [
        'when it took effect',
        (client) =>
          client.query(`update ledger_transfer set effective_at = effective_at - interval '1 day' where id = $1`, [
            first,
          ]),
      ],
      [
        'two entries that changed places',
        (client) =>
          client.query(
            `update ledger_entry set transfer_id = case transfer_id when $1::uuid then $2::uuid else $1 end where transfer_id in ($1, $2)`,
            [first, second],
          ),
      ],
      [
        'the snapshots',
        (client) => client.query('update ledger_snapshot set posted = posted + 1 where account_id = $1', [wallet]),
      ],
    ];
    it.each(tampering)('%s', async (_, work) => {
      await tamper(books.pool, work);
      expect((await problems()).map(({ check }) => check)).toContain(CHAIN);
      // The chain alone sees it: everything else adds up.
      expect(new Set((await problems()).map(({ check }) => check))).toEqual(new Set([CHAIN]));
    });

    it('a transfer that is gone with its entries, the later ones moved up', async () => {
      await tamper(books.pool, async (client) => {
        await client.query('delete from ledger_entry where transfer_id = $1', [first]);
        await client.query('delete from ledger_transfer where id = $1', [first]);
        await client.query(
          `update ledger_entry set version = version - 1, balance_before = balance_before - 100 * sign(amount), balance_after = balance_after - 100 * sign(amount)`,
        );
        await client.query(
          'update ledger_account set posted = posted - 100 * sign(posted), version = version - 1 where version > 0',
        );
      });
      const found = await problems();
      expect(found.map(({ check }) => check)).toContain(CHAIN);
      expect(found.map(({ check }) => check)).toContain('no account was sealed further than it is');
    });

    it('a tail that is cut off, and sealing says so before it is asked', async () => {
      await tamper(books.pool, async (client) => {
        await client.query('delete from ledger_entry where version > 3');
        await client.query(
          `delete from ledger_transfer t where not exists (select from ledger_entry where transfer_id = t.id)`,
        );
        await client.query(
          'update ledger_account set posted = posted - 9 * sign(posted), version = 3 where version > 3',
        );
      });
      expect((await problems()).map(({ check }) => check)).toContain('no account was sealed further than it is');
      expect(await books.chain.seal(100, books.clock.now())).toMatchObject({ sealed: 0, halted: 2 });
      expect(await books.chain.halted(1)).toMatchObject([
        { reason: 'the account is at version 3, before what was sealed' },
      ]);
      expect((await problems()).map(({ check }) => check)).toContain('no account is halted');
    });
  });

  it('halts at an entry that is not there, keeps what it has, and seals the others', async () => {
    await topUp(100n, other);
    await books.seal();
    await topUp(5n);
    await topUp(6n);
    await topUp(7n, other);
    await tamper(books.pool, (client) =>
      client.query('delete from ledger_entry where account_id = $1 and version = 1', [wallet]),
    );
    expect(await books.chain.seal(100, books.clock.now())).toEqual({ sealed: 4, waiting: 2, halted: 1 });
    expect((await heads()).get(wallet)).toMatchObject({ version: '0', halted: 'version 1 is missing' });
    expect((await heads()).get(other)).toMatchObject({ version: '2', halted: null });
    await topUp(8n);
    expect(await books.chain.seal(100, books.clock.now())).toEqual({ sealed: 1, waiting: 0, halted: 1 });
    expect((await heads()).get(wallet)).toMatchObject({ version: '0' });
  });

  it('halts at an entry that does not start where what was sealed ended', async () => {
    await topUp(100n);
    await books.seal();
    await topUp(5n);
    await tamper(books.pool, (client) =>
      client.query(
        'update ledger_entry set balance_before = 0, balance_after = amount where version = 2 and account_id = $1',
        [wallet],
      ),
    );
    await books.seal();
    expect((await heads()).get(wallet)).toMatchObject({
      version: '1',
      halted: 'version 2 does not start where the one before it ended',
    });
  });
});
