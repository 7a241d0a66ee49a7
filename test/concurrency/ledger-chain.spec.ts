import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL. Several sealers at once, while postings go on and days are closed and anchored.

const CLOSE_NEXT_DAY = `
  select ledger_close_day(day, day + interval '1 day', $1, $2)
    from (select coalesce(max(day) + 1, $2::date) as day from ledger_business_day) next`;
const WALLETS = 6;
const POSTERS = 4;
const BATCHES = 15;
const BATCH = 8;

describe('sealing beside postings', () => {
  let books: TestLedger;
  beforeAll(async () => {
    books = await startTestLedger(20);
  });
  afterAll(() => books.close());

  it('seals every entry once, whoever seals', async () => {
    const clearing = await books.open('provider-clearing', 'INR');
    const wallets = await Promise.all(Array.from({ length: WALLETS }, () => books.open('wallet', 'INR')));
    let posting = true;
    const post = async (poster: number): Promise<void> => {
      for (let batch = 0; batch < BATCHES; batch += 1) {
        const commands = Array.from({ length: BATCH }, (_, n) => ({
          op: 'transfer' as const,
          id: books.ids.next(),
          kind: 'card-top-up',
          debit: clearing,
          credit: wallets[(poster + batch + n) % WALLETS] ?? '',
          amount: BigInt(n + 1),
          asset: 'INR',
        }));
        await books.ledger.post(commands);
        // Days go by meanwhile, so that snapshots are taken too.
        books.clock.advance(3_600_000);
      }
    };
    const seal = async (): Promise<number> => {
      let sealed = 0;
      while (posting) sealed += (await books.chain.seal(7, books.clock.now())).sealed;
      return sealed;
    };

    const endDays = async (): Promise<string[]> => {
      const anchored: string[] = [];
      while (posting) {
        await books.pool.query(CLOSE_NEXT_DAY, [books.ids.next(), books.clock.now()]);
        anchored.push((await books.anchors.anchorNext(books.clock.now())) ?? '');
      }
      return anchored.filter((day) => day !== '');
    };

    const sealers = [seal(), seal(), seal()];
    const enders = [endDays(), endDays()];
    await Promise.all(Array.from({ length: POSTERS }, (_, poster) => post(poster)));
    posting = false;
    const before = (await Promise.all(sealers)).reduce((sum, n) => sum + n, 0);
    // Whoever anchors keeps others from sealing meanwhile.
    const anchored = (await Promise.all(enders)).flat();
    const after = await books.seal();
    expect(new Set(anchored).size).toBe(anchored.length);
    expect(before).toBeGreaterThan(0);
    expect(before + after).toBe(2 * POSTERS * BATCHES * BATCH);
    await books.expectSound();
  });
});
