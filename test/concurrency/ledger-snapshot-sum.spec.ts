import type { PoolClient } from 'pg';
import { fork, seeded } from '../faults/seeded.ts';
import { BusyWriters } from '../support/busy-writers.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL. Writers post as callers do, readers look at all of the books in one snapshot, again and again.

const WRITERS = 64;
const STEPS = 20;
const WALLETS = 9;
const READERS = 2;
const FUNDS = 60n;
const MIN_SNAPSHOTS = 5;

// What must be the same at every moment, read from the balances and then from the entries; and how far the books had come.
const BALANCES = `
  select sum(posted)::text as balances,
         (sum(posted) filter (where kind = 'wallet'))::text as wallets,
         (sum(-posted) filter (where kind = 'provider-clearing'))::text as clearing,
         (count(*) filter (where ledger_available(a) < 0))::int as overdrawn,
         sum(version)::int as progress
    from ledger_account a`;
const ENTRIES = `
  select (select sum(amount) from ledger_entry)::text as entries,
         (select sum(e.amount) from ledger_entry e join ledger_account a on a.id = e.account_id
           where a.kind = 'wallet')::text as "walletEntries",
         (select count(*) from ledger_account a
            left join (select account_id, sum(amount) as total, count(*) as n from ledger_entry group by 1) e
              on e.account_id = a.id
           where posted <> coalesce(total, 0) or version <> coalesce(n, 0))::int as torn,
         (select count(*) from (select transfer_id from ledger_entry group by 1 having count(*) <> 2) half)::int as half,
         (select count(*) from ledger_account a
           where pending_debits <> (select coalesce(sum(amount - captured), 0) from ledger_hold h
                                     where h.debit_account_id = a.id and h.status = 'pending'))::int as "wrongPending"`;

interface Snapshot {
  readonly balances: string;
  readonly entries: string;
  readonly wallets: string;
  readonly clearing: string;
  readonly walletEntries: string;
  readonly torn: number;
  readonly wrongPending: number;
  readonly half: number;
  readonly overdrawn: number;
  readonly progress: number;
}

async function look(client: PoolClient): Promise<Snapshot> {
  await client.query('begin isolation level repeatable read read only');
  const balances = await client.query<Snapshot>(BALANCES);
  const entries = await client.query<Snapshot>(ENTRIES);
  await client.query('commit');
  return { ...balances.rows[0]!, ...entries.rows[0]! };
}

function isWhole({ wallets, clearing, walletEntries, ...snapshot }: Snapshot): boolean {
  const { balances, entries, torn, wrongPending, half, overdrawn } = snapshot;
  const sums = balances === '0' && entries === '0' && wallets === clearing && wallets === walletEntries;
  return sums && [torn, wrongPending, half, overdrawn].every((count) => count === 0);
}

describe('the whole ledger, summed while 64 writers post', () => {
  let books: TestLedger;
  beforeAll(async () => {
    books = await startTestLedger(30);
  });
  afterAll(() => books.close());

  async function funded(clearing: string): Promise<string> {
    const credit = await books.open('wallet', 'INR');
    const transfer = { op: 'transfer', id: books.ids.next(), kind: 'card-top-up' } as const;
    await books.ledger.post([{ ...transfer, debit: clearing, credit, amount: FUNDS, asset: 'INR' }]);
    return credit;
  }

  it('is the same total in every snapshot, and sound at the end', () =>
    seeded(async (random) => {
      const clearing = await books.open('provider-clearing', 'INR');
      const wallets = await Promise.all(Array.from({ length: WALLETS }, () => funded(clearing)));
      const writers = new BusyWriters(books, wallets, clearing);
      const snapshots: Snapshot[] = [];
      let writing = true;
      const read = async (): Promise<void> => {
        const client = await books.pool.connect();
        try {
          while (writing) snapshots.push(await look(client));
          snapshots.push(await look(client));
        } finally {
          // Whatever went wrong, its transaction ends with its connection.
          client.release(true);
        }
      };
      const write = Promise.all(Array.from({ length: WRITERS }, () => writers.write(STEPS, fork(random)))).finally(
        () => (writing = false),
      );
      await Promise.all([write, ...Array.from({ length: READERS }, read)]);

      expect(snapshots.filter((snapshot) => !isWhole(snapshot))).toEqual([]);
      // They were taken in the midst of it, and everything there is was done meanwhile.
      expect(new Set(snapshots.map(({ progress }) => progress)).size).toBeGreaterThan(MIN_SNAPSHOTS);
      expect([...writers.posted.keys()].sort()).toEqual(['capture', 'hold', 'reversal', 'transfer', 'void']);
      expect([...writers.refused.keys()]).toEqual(expect.arrayContaining(['insufficient_funds', 'linked_refused']));
      await books.expectSound();
    }));
});
