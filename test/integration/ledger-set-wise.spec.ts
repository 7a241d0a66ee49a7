import type { LedgerCommand } from '../../src/ledger/core/index.ts';
import { pidOf, untilBlockedBy } from '../support/blocked.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL. What plain transfers do one by one they must do together: deciding one by one gives the same answers, and
// would hide that it is all that is left. So here nothing can be decided one by one.

const WALLETS = 40;
const HOLD_MS = 1_000;

describe('plain transfers are decided together', () => {
  let books: TestLedger;
  let wallets: string[];

  const move = (debit: string, credit: string, amount = 1n): LedgerCommand & { op: 'transfer' } => ({
    ...{ op: 'transfer', id: books.ids.next(), kind: 'transfer', debit, credit, amount, asset: 'INR' },
  });
  /** Each pays the next. */
  const round = (): LedgerCommand[] => wallets.map((wallet, n) => move(wallet, wallets[(n + 1) % WALLETS] ?? ''));

  async function placeHold(): Promise<void> {
    const [debit = '', credit = ''] = wallets;
    const expiresAt = new Date(books.clock.now().getTime() + HOLD_MS);
    await books.ledger.post([{ ...move(debit, credit), op: 'hold', kind: 'hold', expiresAt }]);
  }

  beforeAll(async () => {
    books = await startTestLedger();
    const clearing = await books.open('provider-clearing', 'INR');
    wallets = await Promise.all(Array.from({ length: WALLETS }, () => books.open('wallet', 'INR')));
    await books.ledger.post(wallets.map((wallet) => ({ ...move(clearing, wallet, 100n), kind: 'card-top-up' })));
    await placeHold();
    await books.pool.query(`create or replace function ledger_do_item(commands ledger_command[], m ledger_moment)
      returns text[] language plpgsql as $$ begin raise exception 'decided one by one' using errcode = 'LG009'; end $$`);
  });
  afterAll(async () => {
    await books.expectSound();
    await books.close();
  });

  const expectPosted = async (posting: ReturnType<TestLedger['ledger']['post']>): Promise<void> =>
    expect(await posting).toEqual(wallets.map(() => ({ outcome: 'posted' })));

  it('but for what would break a rule, which fails here', async () => {
    const [from = '', to = ''] = wallets;
    await expect(books.ledger.post([move(from, to, 1_000n)])).rejects.toMatchObject({ code: 'LG009' });
  });

  it('on accounts that nobody else wants', () => expectPosted(books.ledger.post(round())));

  it('on accounts that somebody else wrote while they were waited for', async () => {
    const other = await books.pool.connect();
    await other.query('begin');
    await other.query('update ledger_account set updated_at = updated_at where id = any($1)', [wallets.slice(5)]);
    const posting = books.ledger.post(round());
    await untilBlockedBy(books, await pidOf(other));
    await other.query('commit');
    other.release();
    await expectPosted(posting);
  });

  it('after holds on their accounts were let go', async () => {
    books.clock.advance(HOLD_MS);
    await expectPosted(books.ledger.post(round()));
    const { rows } = await books.pool.query('select status from ledger_hold');
    expect(rows).toEqual([{ status: 'expired' }]);
  });
});
