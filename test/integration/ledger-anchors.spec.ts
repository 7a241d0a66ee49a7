import { ChainedBooks } from '../support/chained-books.ts';
import { tamper } from '../support/tampering.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, closed business days and the anchors over them.

const DAY_MS = 24 * 3_600_000;
const OPENING = new Date('2026-11-18T09:00:00.000Z');
const FIRST_END = new Date('2026-11-19T00:00:00.000Z');
const SECOND_END = new Date('2026-11-20T00:00:00.000Z');
const ANCHORS = 'every anchor is what its snapshots lead to';

describe('an anchor', () => {
  let books: TestLedger;
  let chained: ChainedBooks;

  beforeEach(async () => {
    books = await startTestLedger();
    books.clock.set(OPENING);
    chained = await ChainedBooks.open(books);
    await chained.topUp(100n);
  });
  afterEach(() => books.close());

  const anchorNext = (): Promise<string | undefined> => books.anchors.anchorNext(books.clock.now());
  const checks = async (): Promise<string[]> => (await chained.problems()).map(({ check }) => check);
  const endDay = async (through: Date): Promise<void> => {
    books.clock.set(new Date(Math.max(books.clock.now().getTime(), through.getTime() + 60_000)));
    await chained.closeDay(through);
  };

  it('is made of each closed day in turn, and goes on from the one before it', async () => {
    await endDay(FIRST_END);
    await chained.topUp(5n, chained.other);
    await endDay(SECOND_END);
    await books.seal();
    expect([await anchorNext(), await anchorNext(), await anchorNext()]).toEqual([
      '2026-11-18',
      '2026-11-19',
      undefined,
    ]);

    const [second, first] = await books.anchors.list(undefined, 10);
    expect(first).toMatchObject({ day: '2026-11-18', previousRoot: null, closedThrough: FIRST_END, snapshots: 2n });
    expect(second).toMatchObject({ day: '2026-11-19', snapshots: 2n });
    expect(second?.previousRoot).toEqual(first?.root);
    expect(await chained.snapshots()).toContainEqual({
      account_id: chained.wallet,
      taken_at: FIRST_END,
      version: '1',
      posted: '100',
    });
    await books.expectSound();
  });

  it('waits until everything before the end of its day is sealed', async () => {
    await endDay(FIRST_END);
    expect(await anchorNext()).toBeUndefined();
    await books.seal();
    expect(await anchorNext()).toBe('2026-11-18');
  });

  it('does not wait for what came after its day, nor for days that are open', async () => {
    await books.seal();
    expect(await anchorNext()).toBeUndefined();
    await endDay(FIRST_END);
    await chained.topUp(5n);
    expect(await anchorNext()).toBe('2026-11-18');
    await books.expectSound();
  });

  it("says what stood at its day's end where that is not the end of a UTC day", async () => {
    const evening = new Date('2026-11-18T18:30:00.000Z');
    books.clock.set(evening);
    await chained.topUp(7n);
    await endDay(evening);
    await books.seal();
    expect(await anchorNext()).toBe('2026-11-18');
    const taken = (await chained.snapshots()).filter(({ account_id: account }) => account === chained.wallet);
    expect(taken).toMatchObject([{ taken_at: evening, version: '1', posted: '100' }]);
    books.clock.set(SECOND_END);
    await chained.topUp(9n);
    await books.expectSound();
    expect(await books.balances.posted(chained.wallet, evening, 'recorded')).toBe(107n);
  });

  it('covers in the next one what was committed late', async () => {
    await endDay(FIRST_END);
    await books.seal();
    await anchorNext();
    // A batch that was written before the end of the day, and committed after everybody else was anchored.
    books.clock.set(new Date(FIRST_END.getTime() - 1));
    await tamper(books.pool, (client) => client.query('delete from ledger_business_day'));
    await chained.topUp(3n);
    books.clock.set(new Date(FIRST_END.getTime() + 1));
    await chained.closeDay(FIRST_END);
    await endDay(SECOND_END);
    await books.seal();
    expect(await anchorNext()).toBe('2026-11-19');
    expect(await books.balances.posted(chained.wallet, FIRST_END, 'recorded')).toBe(103n);
    expect(await books.balances.posted(chained.wallet, FIRST_END, 'effective')).toBe(103n);
    await books.expectSound();
  });

  it('goes on for the others when an account is halted', async () => {
    await tamper(books.pool, (client) =>
      client.query('delete from ledger_entry where account_id = $1', [chained.wallet]),
    );
    await endDay(FIRST_END);
    await books.seal();
    expect(await anchorNext()).toBe('2026-11-18');
    expect(await books.anchors.list(undefined, 1)).toMatchObject([{ snapshots: 1n }]);
  });

  describe('shows', () => {
    beforeEach(async () => {
      await endDay(FIRST_END);
      await chained.topUp(5n);
      await endDay(SECOND_END);
      await books.seal();
      await anchorNext();
      await anchorNext();
      expect(await checks()).toEqual([]);
    });

    it.each([
      [
        'a history that was chained again from its start',
        async () => {
          await tamper(books.pool, async (client) => {
            await client.query(`update ledger_transfer set description = 'another'`);
            await client.query('delete from ledger_chain');
            await client.query('delete from ledger_snapshot');
          });
          await books.seal();
        },
      ],
      [
        'a snapshot that is gone',
        () =>
          tamper(books.pool, (client) =>
            client.query('delete from ledger_snapshot where version = 1 and account_id = $1', [chained.wallet]),
          ),
      ],
      [
        'a root that was changed',
        () =>
          tamper(books.pool, (client) =>
            client.query(`update ledger_anchor set root = sha256(root) where day = '2026-11-18'`),
          ),
      ],
    ])('%s', async (_, work) => {
      await work();
      expect(await checks()).toContain(ANCHORS);
    });
  });

  it('cannot be changed or deleted', async () => {
    await endDay(FIRST_END);
    await books.seal();
    await anchorNext();
    for (const sql of [
      'update ledger_anchor set root = sha256(root)',
      'delete from ledger_anchor',
      'truncate ledger_anchor',
    ]) {
      await expect(books.pool.query(sql)).rejects.toMatchObject({ code: 'LG002' });
    }
  });

  it('is made once, however many make it', async () => {
    await endDay(FIRST_END);
    await endDay(new Date(FIRST_END.getTime() + DAY_MS));
    await books.seal();
    const made = await Promise.all(Array.from({ length: 5 }, anchorNext));
    expect(made.filter((day) => day !== undefined).sort()).toEqual(['2026-11-18', '2026-11-19']);
    await books.expectSound();
  });

  describe('of a halted account', () => {
    const LATER = new Date(OPENING.getTime() + 5 * DAY_MS);
    const LATER_END = new Date('2026-11-24T00:00:00.000Z');
    const moved = (change: string): Promise<void> =>
      tamper(books.pool, (client) =>
        client.query(`update ledger_entry set ${change} where account_id = $1 and created_at > $2`, [
          chained.wallet,
          OPENING,
        ]),
      );
    const standsAt = async (moment: Date): Promise<bigint[]> => [
      await books.balances.posted(chained.wallet, moment, 'effective'),
      await books.balances.posted(chained.wallet, moment, 'recorded'),
    ];

    beforeEach(async () => {
      await books.seal();
      books.clock.set(new Date(OPENING.getTime() + 60_000));
      await chained.topUp(5n);
      await moved('version = version + 1');
      await books.seal();
      expect((await chained.heads()).get(chained.wallet)).toMatchObject({
        version: '1',
        halted: 'version 2 or a later one is missing',
      });
      books.clock.set(LATER);
      await endDay(LATER_END);
    });

    it('says nothing of where it stood, so that balances are right when it goes on', async () => {
      expect(await anchorNext()).toBe('2026-11-23');
      expect((await chained.snapshots()).map(({ account_id }) => account_id)).toEqual([chained.clearing]);
      await moved('version = version - 1');
      await books.pool.query('update ledger_chain set halted = null');
      await books.seal();
      await chained.topUp(7n);
      await endDay(new Date(LATER_END.getTime() + DAY_MS));
      await books.seal();
      expect(await anchorNext()).toBe('2026-11-24');
      expect(await standsAt(LATER_END)).toEqual([105n, 105n]);
      expect(await books.books.trialBalance(LATER_END)).toEqual([{ asset: 'INR', debits: 105n, credits: 105n }]);
      await books.expectSound();
    });

    it('is found when it was of an earlier version than it should be, and the better one is read', async () => {
      await moved('version = version - 1');
      await books.pool.query(
        `insert into ledger_snapshot (account_id, taken_at, version, posted, hash)
         select account_id, $2, version, posted, hash from ledger_chain where account_id = $1`,
        [chained.wallet, LATER_END],
      );
      await books.pool.query('update ledger_chain set halted = null');
      await chained.topUp(7n);
      await books.seal();
      expect(await chained.problems()).toEqual([
        {
          check: 'every hash is what its entries lead to',
          subject: chained.wallet,
          found: 'a snapshot leaves out version 2, which was written before it',
        },
      ]);
      expect(await standsAt(LATER_END)).toEqual([105n, 105n]);
      expect(await books.books.trialBalance(LATER_END)).toEqual([{ asset: 'INR', debits: 105n, credits: 105n }]);
    });
  });
});
