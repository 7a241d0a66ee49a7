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
        expiresAt: new Date(books.clock.now().getTime() + 60_000),
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

  // Of one unit each, from clearing to the wallet, in the same statement, so much later than the wallet's last change.
  const withTransfers = (later = '0'): string => `with made as (
      insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, asset, amount, effective_at, created_at)
      select unnest($1::uuid[]), 'card-top-up', $2, id, 'INR', 1, updated_at, updated_at + interval '${later}'
        from ledger_account where id = $3)`;
  const COLUMNS =
    'ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)';
  const refusesEntries = (rows: string, problem: string, later?: string) =>
    expect(
      books.pool.query(`${withTransfers(later)} ${rows}`, [[books.ids.next()], clearing, wallet]),
    ).rejects.toMatchObject({
      code: 'LG003',
      message: problem,
    });

  it.each(['the table', 'the partition of its month'])('refuses an entry alone, written to %s', async (where) => {
    const month = books.clock.now().toISOString().slice(0, 7).replace('-', '_');
    const table = where === 'the table' ? 'ledger_entry' : `ledger_entry_${month}`;
    const rows = `insert into ${COLUMNS.replace('ledger_entry', table)}
                    select ($1::uuid[])[1], id, 1, posted, posted + 1, version + 1, now(), updated_at from ledger_account where id = $3`;
    await refusesEntries(rows, 'the entries of a transfer do not sum to zero');
  });

  it.each([
    ['of a transfer that is not there', 'gen_random_uuid()', 'id', 'sign(posted)'],
    ['of another amount than the transfer', '($1::uuid[])[1]', 'id', 'sign(posted) * 2'],
    ['that go the other way', '($1::uuid[])[1]', 'id', '-sign(posted)'],
    ['on an account that is not the transfer’s', '($1::uuid[])[1]', 'gen_random_uuid()', 'sign(posted)'],
  ])('refuses entries %s', async (_what, transferId, account, amount) => {
    const rows = `insert into ${COLUMNS}
                  select ${transferId}, ${account}, ${amount}, posted - ${amount}, posted, version + 1, now(), updated_at
                    from ledger_account where id in ($2, $3)`;
    await refusesEntries(rows, 'an entry is not what its transfer says');
  });

  it('refuses a transfer’s entries on accounts of another asset', async () => {
    const other = await books.open('wallet', 'USD');
    const sql = `with made as (
        insert into ledger_transfer (id, kind, debit_account_id, credit_account_id, asset, amount, effective_at, created_at)
        select $1, 'transfer', $2, $3, 'INR', 1, updated_at, updated_at from ledger_account where id = $2)
      insert into ${COLUMNS}
      select $1, id, n, posted - n, posted, version + 1, now(), updated_at
        from ledger_account join (values ($2::uuid, -1), ($3::uuid, 1)) leg (account, n) on account = id`;
    const written = books.pool.query(sql, [books.ids.next(), wallet, other]);
    await expect(written).rejects.toMatchObject({ code: 'LG003', message: 'an entry is not what its transfer says' });
  });

  it('refuses another entry of a version that an account has, though it leads to the balance', async () => {
    const again = (later: string): string => `insert into ${COLUMNS}
      select ($1::uuid[])[1], id, sign(posted), posted - sign(posted), posted, version, now(), updated_at + interval '${later}'
        from ledger_account where id in ($2, $3)`;
    await refusesEntries(again('1 second'), 'the entries of an account do not lead to its balance', '1 second');
    await refusesEntries(again('1 second'), 'an entry is not what its transfer says');
    await expect(
      books.pool.query(`${withTransfers()} ${again('0')}`, [[books.ids.next()], clearing, wallet]),
    ).rejects.toMatchObject({ code: '23505' });
  });

  it('refuses entries that leave out a version of their account', async () => {
    const client = await books.pool.connect();
    await client.query('begin');
    await client.query(
      `update ledger_account set version = version + 3, posted = posted + 2 * sign(posted), updated_at = updated_at + interval '1 second'
        where id = any($1)`,
      [[wallet, clearing]],
    );
    const sql = `${withTransfers()} insert into ${COLUMNS}
                 select ($1::uuid[])[1 + back], id, sign(posted), posted - sign(posted) * (1 + back), posted - sign(posted) * back,
                        version - 2 * back, now(), updated_at
                   from ledger_account, (values (0), (1)) entry (back) where id in ($2, $3)`;
    const written = client.query(sql, [[books.ids.next(), books.ids.next()], clearing, wallet]);
    await expect(written).rejects.toMatchObject({
      code: 'LG003',
      message: 'the entries of an account do not lead to its balance',
    });
    await client.query('rollback');
    client.release();
  });

  it('refuses an entry whose balances do not add up', async () => {
    const sql = `insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
                 values ($1, $2, 1, 0, 7, 2, now(), now())`;
    await refuses(sql, [books.ids.next(), wallet], '23514');
  });
});
