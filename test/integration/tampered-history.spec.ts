import type { PoolClient } from 'pg';
import { ChainedBooks } from '../support/chained-books.ts';
import { tamper } from '../support/tampering.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, the hash chain and the walk that verifies it.

const MORNING = new Date('2026-11-21T09:00:00.000Z');
const MIDNIGHT = new Date('2026-11-22T00:00:00.000Z');
const DAY_MS = 24 * 3_600_000;

describe('verify finds what somebody with every right did to history:', () => {
  let books: TestLedger;
  let chained: ChainedBooks;
  let first: string;
  let second: string;
  beforeEach(async () => {
    books = await startTestLedger();
    books.clock.set(MORNING);
    chained = await ChainedBooks.open(books);

    first = await chained.topUp(100n, chained.wallet, 'rent');
    second = await chained.topUp(100n, chained.wallet, 'food');
    books.clock.set(MIDNIGHT);
    await chained.topUp(7n);
    await chained.topUp(9n);
    await books.seal();
    expect(await chained.problems()).toEqual([]);
  });

  afterEach(() => books.close());

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
      (client) =>
        client.query('update ledger_snapshot set posted = posted + 1 where account_id = $1', [chained.wallet]),
    ],
  ];
  it.each(tampering)('%s', async (_, work) => {
    await tamper(books.pool, work);
    expect((await chained.problems()).map(({ check }) => check)).toContain(CHAIN);
    // The chain alone sees it: everything else adds up.
    expect(new Set((await chained.problems()).map(({ check }) => check))).toEqual(new Set([CHAIN]));
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
    const found = await chained.problems();
    expect(found.map(({ check }) => check)).toContain(CHAIN);
    expect(found.map(({ check }) => check)).toContain('no account was sealed further than it is');
  });

  it('a tail that is cut off, and sealing says so before it is asked', async () => {
    await tamper(books.pool, async (client) => {
      await client.query('delete from ledger_entry where version > 3');
      await client.query(
        `delete from ledger_transfer t where not exists (select from ledger_entry where transfer_id = t.id)`,
      );
      await client.query('update ledger_account set posted = posted - 9 * sign(posted), version = 3 where version > 3');
    });
    expect((await chained.problems()).map(({ check }) => check)).toContain('no account was sealed further than it is');
    expect(await books.chain.seal(100, books.clock.now())).toMatchObject({ sealed: 0, halted: 2 });
    expect(await books.chain.halted(1)).toMatchObject([
      { reason: 'the account is at version 3, before what was sealed' },
    ]);
    expect((await chained.problems()).map(({ check }) => check)).toContain('no account is halted');
  });

  it('a head that is gone, or that stays behind for more than a day', async () => {
    const UNSEALED = 'every entry is sealed within a day';
    await tamper(books.pool, (client) =>
      client.query('delete from ledger_chain where account_id = $1', [chained.wallet]),
    );
    books.clock.set(new Date(MIDNIGHT.getTime() - 1_000));
    expect((await chained.problems()).map(({ check }) => check)).not.toContain(UNSEALED);
    books.clock.set(new Date(MIDNIGHT.getTime() + DAY_MS + 1));
    expect(await chained.problems()).toEqual([
      { check: UNSEALED, subject: chained.wallet, found: 'version 4, but sealed to 0' },
    ]);
    await books.seal();
    await books.expectSound();

    await chained.topUp(1n);
    books.clock.set(new Date(MIDNIGHT.getTime() + 3 * DAY_MS));
    const found = await chained.problems();
    expect(found.map(({ check }) => check)).toEqual([UNSEALED, UNSEALED]);
    expect(found.map(({ found: what }) => what)).toContain('version 5, but sealed to 4');
  });
});
