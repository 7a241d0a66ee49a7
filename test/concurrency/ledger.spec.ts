import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';
import type { Verdict } from '../../src/ledger/core/index.ts';

// Real: PostgreSQL, and as many connections as there are racers.

const far = () => new Date(Date.now() + 3_600_000);

describe('the ledger under concurrency', () => {
  let books: TestLedger;
  beforeAll(async () => {
    books = await startTestLedger(30);
  });
  afterAll(async () => {
    await books.expectSound();
    await books.close();
  });

  async function funded(amount: bigint): Promise<string> {
    const [wallet, clearing] = [await books.open('wallet', 'INR'), await books.open('provider-clearing', 'INR')];
    await books.ledger.post([
      {
        op: 'transfer',
        id: books.ids.next(),
        kind: 'card-top-up',
        debit: clearing,
        credit: wallet,
        amount,
        asset: 'INR',
      },
    ]);
    return wallet;
  }
  const balance = async (id: string) => (await books.accounts.find(id, books.clock.now()))?.balances;
  const posted = (verdicts: readonly (readonly Verdict[])[]) =>
    verdicts.flat().filter(({ outcome }) => outcome === 'posted').length;

  it('lets exactly 100 of 500 parallel debits of 1 take from a wallet with 100', async () => {
    const [wallet, target] = [await funded(100n), await books.open('wallet', 'INR')];
    const verdicts = await Promise.all(
      Array.from({ length: 500 }, () =>
        books.ledger.post([
          {
            op: 'transfer',
            id: books.ids.next(),
            kind: 'transfer',
            debit: wallet,
            credit: target,
            amount: 1n,
            asset: 'INR',
          },
        ]),
      ),
    );
    expect(posted(verdicts)).toBe(100);
    expect((await balance(wallet))?.posted).toBe(0n);
    expect((await balance(target))?.posted).toBe(100n);
  });

  it('posts one transfer when 200 callers bring the same id', async () => {
    const [wallet, target, id] = [await funded(100n), await books.open('wallet', 'INR'), books.ids.next()];
    const verdicts = await Promise.all(
      Array.from({ length: 200 }, () =>
        books.ledger.post([
          { op: 'transfer', id, kind: 'transfer', debit: wallet, credit: target, amount: 60n, asset: 'INR' },
        ]),
      ),
    );
    expect(posted(verdicts)).toBe(1);
    expect(verdicts.flat().filter(({ outcome }) => outcome === 'exists')).toHaveLength(199);
  });

  it('resolves a hold once when captures, voids and expiry race', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [wallet, target, hold] = [await funded(50n), await books.open('wallet', 'INR'), books.ids.next()];
      await books.ledger.post([
        {
          op: 'hold',
          id: hold,
          kind: 'hold',
          debit: wallet,
          credit: target,
          amount: 50n,
          asset: 'INR',
          expiresAt: far(),
        },
      ]);
      const verdicts = await Promise.all([
        books.ledger.post([{ op: 'capture', id: books.ids.next(), kind: 'capture', hold }]),
        books.ledger.post([{ op: 'void', hold }]),
        books.ledger.post([{ op: 'capture', id: books.ids.next(), kind: 'capture', hold, amount: 20n }]),
        books.ledger.post([{ op: 'void', hold }]),
      ]);
      expect(posted(verdicts)).toBe(1);
      expect((await balance(wallet))?.pendingOut).toBe(0n);
    }
  });

  it('never reverses more than the transfer when reversals race', async () => {
    const [wallet, target, id] = [await funded(100n), await books.open('wallet', 'INR'), books.ids.next()];
    await books.ledger.post([
      { op: 'transfer', id, kind: 'transfer', debit: wallet, credit: target, amount: 100n, asset: 'INR' },
    ]);
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, () =>
        books.ledger.post([{ op: 'reversal', id: books.ids.next(), kind: 'reversal', reverses: id, amount: 7n }]),
      ),
    );
    expect(posted(verdicts)).toBe(14);
    expect((await balance(target))?.posted).toBe(2n);
  });

  it('sums to the same total in every snapshot while 40 writers move money among 10 wallets both ways', async () => {
    const wallets = await Promise.all(Array.from({ length: 10 }, () => funded(1_000n)));
    const before = await total(wallets);
    let reading = true;
    const reader = (async () => {
      while (reading) expect(await total(wallets)).toBe(before);
    })();
    await Promise.all(Array.from({ length: 40 }, (_, writer) => moveAround(wallets, writer)));
    reading = false;
    await reader;
    expect(await total(wallets)).toBe(before);
  });

  async function moveAround(wallets: readonly string[], writer: number): Promise<void> {
    for (let n = 0; n < 10; n += 1) {
      const [debit, credit] = [wallets[(writer + n) % 10] ?? '', wallets[(writer * 3 + n * 7 + 1) % 10] ?? ''];
      await books.ledger.post([
        { op: 'transfer', id: books.ids.next(), kind: 'transfer', debit, credit, amount: 3n, asset: 'INR' },
        {
          op: 'transfer',
          id: books.ids.next(),
          kind: 'transfer',
          debit: credit,
          credit: debit,
          amount: 1n,
          asset: 'INR',
        },
      ]);
    }
  }

  async function total(wallets: readonly string[]): Promise<bigint> {
    const { rows } = await books.pool.query<{ total: string }>(
      'select sum(posted)::text as total from ledger_account where id = any($1)',
      [wallets],
    );
    return BigInt(rows[0]?.total ?? -1);
  }
});
