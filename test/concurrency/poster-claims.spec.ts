import type { TransferCommand } from '../../src/ledger/core/index.ts';
import type { TestLedger } from '../support/test-ledger.ts';
import { POSTED, refused, TwoPosters } from '../support/two-posters.ts';

// Real: PostgreSQL, and two posters on the same books, as two containers have them.

describe('the poster, under claims', () => {
  let posters: TwoPosters;
  let books: TestLedger;
  let elsewhere: TestLedger;
  let clearing: string;
  beforeAll(async () => {
    posters = await TwoPosters.start();
    ({ books, elsewhere, clearing } = posters);
  });
  afterAll(() => posters.close());

  const wallets = (count: number, funds: bigint) => posters.wallets(count, funds);
  const transfer = (...args: Parameters<TwoPosters['transfer']>): TransferCommand => posters.transfer(...args);
  const postedOf = (wallet: string) => posters.postedOf(wallet);

  it('answers a claim once, however many bring it in two containers, and everybody with the same outcome', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const claim = { scope: books.ids.next(), fingerprint: books.ids.next() };
    const bring = (by: TestLedger) => by.ledger.postOnce(claim, [transfer(from, to, 9n)]);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => bring(n % 2 === 0 ? books : elsewhere)));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ ids }) => ids[0])).size).toBe(1);
    expect(await postedOf(to)).toBe(109n);
    await expect(
      books.ledger.postOnce({ ...claim, fingerprint: books.ids.next() }, [transfer(from, to, 9n)]),
    ).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  it('keeps a refusal under its claim, and gives it again when there would be money', async () => {
    const [from = '', to = ''] = await wallets(2, 0n);
    const claim = { scope: books.ids.next(), fingerprint: books.ids.next() };
    const bring = () => books.ledger.postOnce(claim, [transfer(from, to, 9n), transfer(from, to, 0n)]);
    const first = await bring();
    expect(first.verdicts).toEqual([refused('insufficient_funds'), refused('amount_invalid')]);
    await books.ledger.post([{ ...transfer(clearing, from, 100n), kind: 'card-top-up' }]);
    expect(await bring()).toMatchObject({ replayed: true, verdicts: first.verdicts, ids: first.ids });
  });

  it('gives items of one and of several commands, claimed and not, new and repeated, each their own in one batch', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const claimOf = () => ({ scope: books.ids.next(), fingerprint: books.ids.next() });
    const [single, several, poor, used] = [claimOf(), claimOf(), claimOf(), claimOf()];
    const bring = () =>
      Promise.all([
        books.ledger.postOnce(single, [transfer(from, to, 1n)]),
        books.ledger.post([transfer(from, to, 2n), transfer(from, to, 3n)]),
        books.ledger.postOnce(several, [transfer(from, to, 4n), transfer(from, to, 1_000n), transfer(from, to, 5n)]),
        books.ledger.postOnce(poor, [transfer(from, to, 1_000n)]),
      ]);
    await books.ledger.postOnce(used, [transfer(from, to, 6n)]);
    const [first, again] = [await bring(), await bring()];
    expect(first[0]).toMatchObject({ replayed: false, verdicts: [POSTED] });
    expect(first[2]).toMatchObject({ replayed: false, verdicts: [POSTED, refused('insufficient_funds'), POSTED] });
    expect(first[3]).toMatchObject({ replayed: false, verdicts: [refused('insufficient_funds')] });
    for (const n of [0, 2, 3] as const)
      expect(again[n]).toMatchObject({ replayed: true, verdicts: first[n].verdicts, ids: first[n].ids });
    await expect(
      books.ledger.postOnce({ ...used, fingerprint: books.ids.next() }, [transfer(from, to, 6n)]),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(await postedOf(to)).toBe(100n + 6n + 1n + 9n + 2n * 5n);
  });

  it('lets a claim be taken anew when it is a day old, whether it was of money moved or of a refusal', async () => {
    const [from = '', to = ''] = await wallets(2, 100n);
    const claims = [1n, 1_000n].map((amount) => ({
      ...{ claim: { scope: books.ids.next(), fingerprint: books.ids.next() }, amount },
    }));
    const bring = () =>
      Promise.all(claims.map(({ claim, amount }) => books.ledger.postOnce(claim, [transfer(from, to, amount)])));
    const first = await bring();
    books.clock.advance(24 * 3_600_000);
    const anew = await bring();
    expect(anew.map(({ replayed }) => replayed)).toEqual([false, false]);
    expect(anew.map(({ verdicts }) => verdicts)).toEqual(first.map(({ verdicts }) => verdicts));
    expect(await postedOf(to)).toBe(102n);
    expect((await bring()).map(({ replayed, ids }) => [replayed, ids])).toEqual(anew.map(({ ids }) => [true, ids]));
  });
});
