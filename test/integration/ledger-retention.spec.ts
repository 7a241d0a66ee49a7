import { type EntryCriteria, VerifyBooks } from '../../src/ledger/index.ts';
import { DetachPartition } from '../../src/ledger/detach-partition.use-case.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { ChainedBooks } from '../support/chained-books.ts';
import { tamper } from '../support/tampering.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL. Months go by, are closed, sealed and anchored, and their entries are let go.

const AUGUST = new Date('2026-08-01T00:00:00.000Z');
const SEPTEMBER = new Date('2026-09-01T00:00:00.000Z');
const OCTOBER = new Date('2026-10-01T00:00:00.000Z');
const STRAY_ENTRY = `
  insert into ledger_entry (transfer_id, account_id, amount, balance_before, balance_after, version, effective_at, created_at)
  values ($1, $2, 1, 0, 1, 1000, '2026-07-31', '2026-07-31')`;
const DAY_MS = 24 * 3_600_000;

describe('retention', () => {
  let books: TestLedger;
  let chained: ChainedBooks;

  beforeEach(async () => {
    books = await startTestLedger();
    for (const month of [AUGUST, SEPTEMBER, OCTOBER])
      await books.pool.query('select ledger_make_partition($1)', [month]);
    books.clock.set(new Date('2026-08-10T12:00:00.000Z'));
    chained = await ChainedBooks.open(books);
    await chained.topUp(100n);
    await chained.topUp(10n, chained.other);
    books.clock.set(new Date('2026-09-05T12:00:00.000Z'));
    await chained.topUp(20n);
    books.clock.set(new Date('2026-10-05T12:00:00.000Z'));
    await chained.topUp(3n);
  });
  afterEach(() => books.close());

  const detach = (months = 1): Promise<string | undefined> => {
    const config = loadConfig(testEnvironment({ LEDGER_RETENTION_MONTHS: String(months) }));
    return new DetachPartition(config, books.partitions, new VerifyBooks(books.books), books.clock).execute();
  };
  const closeThrough = async (end: Date, days: number): Promise<void> => {
    for (let day = days - 1; day >= 0; day -= 1) await chained.closeDay(new Date(end.getTime() - day * DAY_MS));
  };
  const anchorAll = async (): Promise<void> => {
    await books.seal();
    while ((await books.anchors.anchorNext(books.clock.now())) !== undefined);
  };
  const partitions = async (): Promise<string[]> =>
    (await books.pool.query<{ name: string }>('select name from ledger_partition')).rows.map(({ name }) => name);

  it('keeps everything unless it is told how many months to keep', async () => {
    await closeThrough(SEPTEMBER, 3);
    await anchorAll();
    expect(await detach(0)).toBeUndefined();
    expect(await detach(2)).toBeUndefined();
  });

  it('lets the oldest month go, and the books are as sound and say the same', async () => {
    await closeThrough(SEPTEMBER, 3);
    await anchorAll();
    const moments = [SEPTEMBER, new Date('2026-09-05T11:00:00.000Z'), new Date('2026-09-05T12:00:00.000Z'), OCTOBER];
    const balances = async (): Promise<bigint[]> => {
      const found = [];
      for (const moment of moments)
        for (const account of [chained.wallet, chained.other, chained.clearing])
          for (const clock of ['effective', 'recorded'] as const)
            found.push(await books.balances.posted(account, moment, clock));
      return found;
    };
    const before = await balances();
    const trial = await books.books.trialBalance(SEPTEMBER);
    expect(await detach()).toBe('ledger_entry_2026_08');
    expect(await detach()).toBeUndefined();

    expect(await partitions()).not.toContain('ledger_entry_2026_08');
    expect(await balances()).toEqual(before);
    expect(await books.books.trialBalance(SEPTEMBER)).toEqual(trial);
    const { rows } = await books.pool.query('select count(*)::int as n from ledger_archive.ledger_entry_2026_08');
    expect(rows).toEqual([{ n: 4 }]);
    const said = await books.pool.query(
      `select service, content::jsonb ->> 'action' as action, content::jsonb ->> 'subjectId' as month from audit_event`,
    );
    expect(said.rows).toEqual([{ service: 'ledger', action: 'entries.detached', month: 'ledger_entry_2026_08' }]);
    await books.expectSound();

    await chained.topUp(4n, chained.other);
    expect(await books.seal()).toBe(2);
    await books.expectSound();
  });

  it('refuses to say a balance from before what is kept, rather than a wrong one', async () => {
    await closeThrough(SEPTEMBER, 1);
    await anchorAll();
    await detach();
    const justBefore = new Date(SEPTEMBER.getTime() - 1);
    for (const clock of ['effective', 'recorded'] as const) {
      await expect(books.balances.posted(chained.wallet, justBefore, clock)).rejects.toMatchObject({
        code: 'before_retention',
      });
    }
    await expect(books.books.trialBalance(justBefore)).rejects.toMatchObject({ code: 'before_retention' });
  });

  it('keeps a month whose days are not all closed and anchored', async () => {
    await books.seal();
    await expect(detach()).rejects.toThrow('the entries of 2026-08 stay: not every day of it is closed and anchored');
    await closeThrough(new Date(SEPTEMBER.getTime() - DAY_MS), 2);
    await anchorAll();
    await expect(detach()).rejects.toThrow('not every day of it is closed and anchored');
    await chained.closeDay(SEPTEMBER);
    await expect(detach()).rejects.toThrow('not every day of it is closed and anchored');
    await anchorAll();
    expect(await detach()).toBe('ledger_entry_2026_08');
  });

  it('keeps a month with entries that cannot be sealed', async () => {
    await tamper(books.pool, (client) =>
      client.query('delete from ledger_entry where account_id = $1 and version = 1', [chained.wallet]),
    );
    await closeThrough(SEPTEMBER, 1);
    await anchorAll();
    const detached = books.partitions.detach(AUGUST, books.clock.now());
    await expect(detached).rejects.toThrow('the entries of 2026-08 stay: not every entry of it is sealed');
  });

  it('keeps a month that is not the oldest, and every month while the books are broken', async () => {
    await closeThrough(OCTOBER, 31);
    await anchorAll();
    const detached = books.partitions.detach(SEPTEMBER, books.clock.now());
    await expect(detached).rejects.toThrow('the entries of 2026-09 stay: it is not the oldest partition');
    await tamper(books.pool, (client) => client.query(`update ledger_transfer set description = 'x'`));
    await expect(detach()).rejects.toThrow('the books are not sound: every hash is what its entries lead to');
    expect(await partitions()).toContain('ledger_entry_2026_08');
  });

  it('keeps a month as long as older entries are in the default partition', async () => {
    books.clock.set(new Date('2026-11-01T00:00:00.000Z'));
    await closeThrough(OCTOBER, 31);
    await anchorAll();
    await tamper(books.pool, (client) => client.query(STRAY_ENTRY, [books.ids.next(), chained.wallet]));
    const detached = books.partitions.detach(AUGUST, books.clock.now());
    await expect(detached).rejects.toThrow('the default partition has entries as old');
  });

  it('gives up after a second when somebody reads, and changes nothing', async () => {
    await closeThrough(SEPTEMBER, 1);
    await anchorAll();
    const reader = await books.pool.connect();
    await reader.query('begin');
    await reader.query('select count(*) from ledger_entry');
    await expect(detach()).rejects.toMatchObject({ code: '55P03' });
    await reader.query('rollback');
    reader.release();
    expect(await partitions()).toContain('ledger_entry_2026_08');
    expect(await detach()).toBe('ledger_entry_2026_08');
  });

  it('goes on month after month, and finds what is done to the openings', async () => {
    await closeThrough(OCTOBER, 31);
    await anchorAll();
    books.clock.set(new Date('2026-11-02T00:00:00.000Z'));
    expect([await detach(), await detach(), await detach()]).toEqual([
      'ledger_entry_2026_08',
      'ledger_entry_2026_09',
      undefined,
    ]);
    await books.expectSound();
    await tamper(books.pool, (client) =>
      client.query('update ledger_snapshot set posted = posted + 1 where account_id = $1', [chained.other]),
    );
    const found = (await new VerifyBooks(books.books).execute()).problems.map(({ check }) => check);
    expect(found).toContain('every balance is the sum of its entries');
    expect(found).toContain('every anchor is what its snapshots lead to');
  });

  it('lists the entries that are left, by any time', async () => {
    await closeThrough(SEPTEMBER, 1);
    await anchorAll();
    await detach();
    const account = await books.accounts.find(chained.wallet, books.clock.now());
    const versions = async (criteria: EntryCriteria): Promise<bigint[]> => {
      return account ? (await books.pages.page(account, criteria, 10)).entries.map(({ version }) => version) : [];
    };
    expect(await versions({})).toEqual([3n, 2n]);
    expect(await versions({ recordedFrom: OCTOBER })).toEqual([3n]);
    expect(await versions({ recordedTo: OCTOBER })).toEqual([2n]);
    expect(await versions({ recordedTo: SEPTEMBER })).toEqual([]);
    expect(await versions({ from: AUGUST, to: OCTOBER })).toEqual([2n]);
  });

  it('freezes what was detached', async () => {
    await closeThrough(SEPTEMBER, 1);
    await anchorAll();
    await detach();
    for (const sql of [
      'update ledger_archive.ledger_entry_2026_08 set amount = 1',
      'delete from ledger_archive.ledger_entry_2026_08',
    ]) {
      await expect(books.pool.query(sql)).rejects.toMatchObject({ code: 'LG002' });
    }
    await books.pool.query('drop table ledger_archive.ledger_entry_2026_08');
    await books.expectSound();
  });

  it('lets statements begin at the horizon, and refuses those from before and those whose lines have gone', async () => {
    await closeThrough(SEPTEMBER, 3);
    await anchorAll();
    const account = await books.accounts.find(chained.wallet, books.clock.now());
    const earlier = await books.statements.range(chained.wallet, AUGUST, OCTOBER);
    await detach();
    if (!account) throw new Error('the wallet is not there');

    const range = await books.statements.range(chained.wallet, SEPTEMBER, OCTOBER);
    const summary = { openingBalance: 100n, totalIn: 20n, totalOut: 0n, closingBalance: 120n };
    expect(await books.statements.summary(account, range)).toEqual(summary);
    const refusal = expect.objectContaining({ code: 'before_retention' }) as Error;
    await expect(books.statements.range(chained.wallet, AUGUST, OCTOBER)).rejects.toEqual(refusal);
    await expect(books.statements.lines(chained.wallet, earlier, earlier.opening, 10)).rejects.toEqual(refusal);
  });
});
