import type { LedgerCommand, TransferCommand } from '../../src/ledger/core/index.ts';
import type { TestLedger } from '../support/test-ledger.ts';
import { POSTED, refused, TwoPosters } from '../support/two-posters.ts';

// Real: PostgreSQL, and two posters on the same books, as two containers have them.

describe('the poster', () => {
  let posters: TwoPosters;
  let books: TestLedger;
  let elsewhere: TestLedger;
  let clearing: string;
  beforeAll(async () => {
    posters = await TwoPosters.start({ LEDGER_QUEUE_LIMIT: '500' });
    ({ books, elsewhere, clearing } = posters);
  });
  afterAll(() => posters.close());

  const wallets = (count: number, funds: bigint) => posters.wallets(count, funds);
  const transfer = (...args: Parameters<TwoPosters['transfer']>): TransferCommand => posters.transfer(...args);
  const postedOf = (wallet: string) => posters.postedOf(wallet);
  const postAll = (commands: readonly LedgerCommand[], by = books) =>
    Promise.all(commands.map(async (command) => (await by.ledger.post([command]))[0]));

  it('posts everybody who comes at once in few transactions', async () => {
    const people = await wallets(20, 1_000n);
    const moves = Array.from({ length: 400 }, (_, n) => transfer(people[n % 20] ?? '', people[(n + 7) % 20] ?? '', 1n));
    expect((await postAll(moves)).filter((answer) => answer?.outcome !== 'posted')).toEqual([]);
    const { rows } = await books.pool.query<{ posted: number; transactions: number }>(
      'select count(*)::int as posted, count(distinct xmin::text)::int as transactions from ledger_transfer where id = any($1)',
      [moves.map(({ id }) => id)],
    );
    expect(rows).toEqual([{ posted: 400, transactions: expect.any(Number) as number }]);
    expect(rows[0]?.transactions).toBeLessThan(100);
  });

  it('lets nobody’s refusal fail a neighbour, and gives each their own reason', async () => {
    const [rich = '', poor = '', other = ''] = await wallets(3, 100n);
    const stranger = books.ids.next();
    const answers = await postAll([
      transfer(rich, other, 10n),
      transfer(poor, other, 500n),
      transfer(rich, stranger, 1n),
      transfer(rich, rich, 1n),
      transfer(rich, other, 0n),
      transfer(clearing, rich, 1n),
      transfer(rich, other, 1n, { owner: stranger }),
      transfer(rich, other, 1n, { effectiveAt: new Date(books.clock.now().getTime() + 1) }),
      transfer(other, poor, 5n),
    ]);
    expect(answers).toEqual([
      POSTED,
      refused('insufficient_funds'),
      refused('credit_account_not_found'),
      refused('same_account'),
      refused('amount_invalid'),
      refused('posting_not_allowed'),
      refused('debit_account_not_found'),
      refused('effective_at_in_future'),
      POSTED,
    ]);
    expect(await Promise.all([rich, poor, other].map(postedOf))).toEqual([90n, 105n, 105n]);
  });

  it('posts the neighbours of what PostgreSQL cannot even read', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const unreadable = transfer(from, to, 1n, { description: 'nul \u0000' });
    const notAnId = transfer(from, 'nowhere', 1n);
    const settled = await Promise.allSettled(
      [transfer(from, to, 1n), unreadable, transfer(from, to, 2n), notAnId, transfer(from, to, 3n)].map((command) =>
        books.ledger.post([command]),
      ),
    );
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await postedOf(from)).toBe(94n);
  });

  it('decides one caller’s commands in their order', async () => {
    const [payer = '', middle = '', last = ''] = [...(await wallets(1, 50n)), ...(await wallets(2, 0n))];
    expect(await books.ledger.post([transfer(payer, middle, 50n), transfer(middle, last, 50n)])).toEqual([
      POSTED,
      POSTED,
    ]);
    expect(await books.ledger.post([transfer(middle, payer, 50n), transfer(last, middle, 50n)])).toEqual([
      refused('insufficient_funds'),
      POSTED,
    ]);
  });

  it('never takes more than there is, whoever comes first', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const one = postAll(Array.from({ length: 150 }, () => transfer(from, to, 1n)));
    const other = postAll(
      Array.from({ length: 150 }, () => transfer(from, to, 1n)),
      elsewhere,
    );
    const answers = [...(await one), ...(await other)];
    expect(answers.filter((answer) => answer?.outcome === 'posted')).toHaveLength(100);
    expect(await postedOf(from)).toBe(0n);
  });

  it('posts once what comes under the same id, at once and in two containers', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const same = transfer(from, to, 7n);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? books : elsewhere).ledger.post([same])),
    );
    expect(answers.flat().filter(({ outcome }) => outcome === 'posted')).toHaveLength(1);
    expect(answers.flat().filter(({ outcome }) => outcome === 'exists')).toHaveLength(39);
    expect(await postedOf(to)).toBe(107n);
  });

  it('posts one of two transfers that take the same id at the same moment, on different accounts', async () => {
    const people = await wallets(4, 100n);
    for (let round = 0; round < 20; round += 1) {
      const id = books.ids.next();
      const [a = '', b = '', c = '', d = ''] = people;
      const answers = await Promise.all([
        books.ledger.post([transfer(a, b, 1n, { id })]),
        elsewhere.ledger.post([transfer(c, d, 1n, { id })]),
      ]);
      expect(
        answers
          .flat()
          .map(({ outcome }) => outcome)
          .sort(),
      ).toEqual(['posted', 'refused']);
    }
  });

  it('takes a reference of a payer’s once for a kind of transfer, also within a batch', async () => {
    const [from = '', to = '', other = ''] = await wallets(3, 100n);
    const reference = 'rent-2026-11';
    const answers = await postAll([1n, 2n, 3n].map((amount) => transfer(from, to, amount, { reference })));
    expect(answers.filter((answer) => answer?.outcome === 'posted')).toHaveLength(1);
    expect(answers.filter((answer) => answer?.outcome === 'refused' && answer.code === 'reference_taken')).toHaveLength(
      2,
    );
    expect(await books.ledger.post([transfer(other, to, 1n, { reference })])).toEqual([POSTED]);
    expect(await books.ledger.post([transfer(from, to, 4n, { reference })])).toEqual([refused('reference_taken')]);
  });

  it('refuses more than may wait, and posts again when there is room', async () => {
    const [from = '', to = ''] = await wallets(2, 10_000n);
    const many = Array.from({ length: 700 }, () => transfer(from, to, 1n));
    const settled = await Promise.allSettled(many.map((command) => books.ledger.post([command])));
    const busy = settled.filter((one) => one.status === 'rejected');
    expect(busy).toHaveLength(200);
    expect(busy[0]?.reason).toMatchObject({ code: 'ledger_busy', extras: { retryAfterSeconds: 1 } });
    expect(await postedOf(to)).toBe(10_500n);
    expect(await books.ledger.post([transfer(from, to, 1n)])).toEqual([POSTED]);
  });

  it('lets others pass while an account is locked, and tells who wanted it', async () => {
    const [locked = '', from = '', to = ''] = await wallets(3, 100n);
    const locker = await books.pool.connect();
    await locker.query('begin');
    await locker.query('select 1 from ledger_account where id = $1 for update', [locked]);
    const settled = await Promise.allSettled(
      [transfer(from, to, 1n), transfer(locked, to, 1n), transfer(from, to, 2n)].map((command) =>
        books.ledger.post([command]),
      ),
    );
    await locker.query('rollback');
    locker.release();
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: { code: '55P03' } });
    expect(await Promise.all([locked, from, to].map(postedOf))).toEqual([100n, 97n, 103n]);
  });

  it('gives everybody who waits their answer before it is shut down', async () => {
    const short = books.another();
    const [from = '', to = ''] = await wallets(2, 1_000n);
    const answers = Promise.all(Array.from({ length: 450 }, () => short.ledger.post([transfer(from, to, 1n)])));
    const closing = short.close();
    await expect(short.ledger.post([transfer(from, to, 1n)])).rejects.toMatchObject({ code: 'ledger_busy' });
    expect((await answers).flat().filter(({ outcome }) => outcome !== 'posted')).toEqual([]);
    await closing;
    expect(await postedOf(to)).toBe(1_450n);
  });

  it('shows what a batch would do, and does nothing', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const before = (await books.accounts.findMany([from, to], books.clock.now())).map(({ version }) => version);
    const run = await books.ledger.dryRun([transfer(from, to, 60n), transfer(from, to, 60n)]);
    expect(run.verdicts).toEqual([POSTED, refused('insufficient_funds')]);
    expect(run.postings.map(({ accountId, amount }) => [accountId, amount])).toEqual(
      expect.arrayContaining([
        [from, -60n],
        [to, 60n],
      ]),
    );
    expect(run.available.get(from)).toBe(40n);
    expect((await books.accounts.findMany([from, to], books.clock.now())).map(({ version }) => version)).toEqual(
      before,
    );
  });
});
