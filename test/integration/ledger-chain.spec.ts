import { ChainedBooks, type Head } from '../support/chained-books.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';
import { tamper } from '../support/tampering.ts';

// Real: PostgreSQL, ledger_seal and the walk that verifies it.

const DAY_MS = 24 * 3_600_000;
const MORNING = new Date('2026-11-21T09:00:00.000Z');
const MIDNIGHT = new Date('2026-11-22T00:00:00.000Z');

describe('the hash chain', () => {
  let books: TestLedger;
  let chained: ChainedBooks;
  let wallet: string;
  let other: string;
  let clearing: string;

  beforeEach(async () => {
    books = await startTestLedger();
    books.clock.set(MORNING);
    chained = await ChainedBooks.open(books);
    ({ wallet, other, clearing } = chained);
  });
  afterEach(() => books.close());

  const topUp = (amount: bigint, credit?: string): Promise<string> => chained.topUp(amount, credit);
  const heads = (): Promise<Map<string, Head>> => chained.heads();
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
    expect(await chained.snapshots()).toEqual([]);
    books.clock.set(new Date(MIDNIGHT.getTime() + 5 * DAY_MS));
    await topUp(1n);
    await books.seal();
    expect(await chained.snapshots()).toEqual(
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
    expect(await chained.snapshots()).toContainEqual({
      account_id: wallet,
      taken_at: MIDNIGHT,
      version: '1',
      posted: '100',
    });
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

  it('goes on when a person has put history back', async () => {
    const id = await topUp(100n);
    const tampered = (change: string): Promise<void> =>
      tamper(books.pool, (client) => client.query(`update ledger_entry set ${change} where transfer_id = $1`, [id]));
    await tampered('version = version + 1');
    expect(await books.chain.seal(100, books.clock.now())).toMatchObject({ sealed: 0, halted: 2 });
    await tampered('version = version - 1');
    expect(await books.seal()).toBe(0);
    await books.pool.query('update ledger_chain set halted = null');
    expect(await books.chain.seal(100, books.clock.now())).toEqual({ sealed: 2, waiting: 0, halted: 0 });
    await books.expectSound();
  });

  it('halts an account whose last version is there twice, and seals the others', async () => {
    await topUp(100n);
    await topUp(7n, other);
    await tamper(books.pool, (client) =>
      client.query(
        `insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
         select transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at - interval '1 ms'
           from ledger_entry where account_id = $1`,
        [wallet],
      ),
    );
    await tamper(books.pool, (client) =>
      client.query(`update ledger_account set created_at = created_at - interval '1 hour'`),
    );
    expect(await books.chain.seal(100, books.clock.now())).toMatchObject({ sealed: 3, halted: 1 });
    expect((await heads()).get(wallet)).toMatchObject({ version: '0', halted: 'version 1 is there twice' });
    expect((await heads()).get(other)).toMatchObject({ version: '1', halted: null });
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
