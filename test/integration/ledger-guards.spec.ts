import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL. What no writer may do, however it came to have a connection.

describe('PostgreSQL itself keeps the ledger', () => {
  let books: TestLedger;
  let wallet: string;
  let clearing: string;
  let transfer: string;

  beforeAll(async () => {
    books = await startTestLedger();
    wallet = await books.open('wallet', 'INR');
    clearing = await books.open('provider-clearing', 'INR');
    transfer = books.ids.next();
    await books.ledger.post([
      {
        op: 'transfer',
        id: transfer,
        kind: 'card-top-up',
        debit: clearing,
        credit: wallet,
        amount: 500n,
        asset: 'INR',
      },
    ]);
  });
  afterAll(async () => {
    await books.expectSound();
    await books.close();
  });

  const refuses = (sql: string, values: unknown[], sqlState: string) =>
    expect(books.pool.query(sql, values)).rejects.toMatchObject({ code: sqlState });

  it.each(['ledger_entry', 'ledger_transfer'])('refuses to change or delete a row of %s', async (table) => {
    await refuses(`update ${table} set amount = amount + 1`, [], 'LG002');
    await refuses(`delete from ${table}`, [], 'LG002');
    await refuses(`truncate ${table} cascade`, [], 'LG002');
  });

  it('refuses to delete an account or to make it another one', async () => {
    await refuses('delete from ledger_account', [], 'LG002');
    await refuses(`update ledger_account set normal_side = 'debit' where id = $1`, [wallet], 'LG002');
  });

  it('refuses to delete a hold', async () => {
    await books.ledger.post([
      {
        op: 'hold',
        id: books.ids.next(),
        kind: 'hold',
        debit: wallet,
        amount: 1n,
        asset: 'INR',
        expiresAt: new Date(Date.now() + 60_000),
      },
    ]);
    await refuses('delete from ledger_hold', [], 'LG002');
  });

  it('refuses a balance that is changed without its counterpart', async () => {
    await refuses('update ledger_account set posted = posted + 1 where id = $1', [wallet], 'LG003');
  });

  it('refuses an account that opens with money', async () => {
    const sql = `insert into ledger_account (id, code, kind, asset, normal_side, posted, created_at, updated_at)
                 values ($1, 'x', 'wallet', 'INR', 'credit', 5, now(), now())`;
    await refuses(sql, [books.ids.next()], 'LG003');
  });

  it.each(['ledger_entry', `ledger_entry_${new Date().toISOString().slice(0, 7).replace('-', '_')}`])(
    'refuses entries that do not sum to zero, written to %s',
    async (table) => {
      const sql = `insert into ${table} (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
                   values ($1, $2, 1, 500, 501, 2, now(), now())`;
      await refuses(sql, [books.ids.next(), wallet], 'LG003');
    },
  );

  it('refuses another entry of a version that an account has, though it leads to the balance', async () => {
    const sql = `insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
                 select $1, id, sign(posted), posted - sign(posted), posted, version, now(), updated_at + $3::interval
                   from ledger_account where id = any($2)`;
    await refuses(sql, [books.ids.next(), [wallet, clearing], '1 second'], 'LG003');
    await refuses(sql, [books.ids.next(), [wallet, clearing], '0'], '23505');
  });

  it('refuses entries that leave out a version of their account', async () => {
    const client = await books.pool.connect();
    await client.query('begin');
    await client.query(
      `update ledger_account set version = version + 2, posted = posted + 2 * sign(posted), updated_at = updated_at + interval '1 second'
        where id = any($1)`,
      [[wallet, clearing]],
    );
    const sql = `insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
                 select t.id, a.id, sign(posted), posted - sign(posted) * (1 + t.back), posted - sign(posted) * t.back, version - 2 * t.back, now(), updated_at
                   from ledger_account a, (values ($1::uuid, 0), ($2::uuid, 1)) t (id, back) where a.id = any($3)`;
    const written = client.query(sql, [books.ids.next(), books.ids.next(), [wallet, clearing]]);
    await expect(written).rejects.toMatchObject({ code: 'LG003' });
    await client.query('rollback');
    client.release();
  });

  it('refuses an entry whose balances do not add up', async () => {
    const sql = `insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
                 values ($1, $2, 1, 0, 7, 2, now(), now())`;
    await refuses(sql, [books.ids.next(), wallet], '23514');
  });
});
