import { Pool } from 'pg';
import {
  AccountsRepository,
  BalancesAsOf,
  BooksRepository,
  EntriesRepository,
  Ledger,
  VerifyBooks,
} from '../../src/ledger/index.ts';
import { ChainRepository } from '../../src/ledger/chain.repository.ts';
import { PostingsRepository } from '../../src/ledger/postings.repository.ts';
import type { AccountKind } from '../../src/ledger/core/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { Postgres, Transactions } from '../../src/platform/postgres/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { TestClock } from './test-clock.ts';
import { createTestDatabase } from './test-database.ts';
import { testEnvironment } from './test-environment.ts';

const SEALED_AT_ONCE = 1_000_000;

export interface TestLedger {
  readonly ledger: Ledger;
  readonly accounts: AccountsRepository;
  readonly entries: EntriesRepository;
  readonly books: BooksRepository;
  readonly chain: ChainRepository;
  readonly balances: BalancesAsOf;
  readonly transactions: Transactions;
  readonly pool: Pool;
  readonly clock: TestClock;
  readonly ids: Ids;
  open(kind: AccountKind, asset: string, owner?: string): Promise<string>;
  /** Extends the hash chain over all there is; returns how many entries that were. */
  seal(): Promise<number>;
  /** Asserts what every money test ends with: each asset sums to zero, and nothing that must not be was found. */
  expectSound(): Promise<void>;
  close(): Promise<void>;
}

/** The ledger on a PostgreSQL database of its own, without HTTP. Everything is real but the clock, which the test holds. */
export async function startTestLedger(poolSize = 10): Promise<TestLedger> {
  const database = await createTestDatabase(process.env['DATABASE_URL'] ?? '');
  const environment = testEnvironment({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: String(poolSize) });
  const postgres = new Postgres(loadConfig(environment));
  const [clock, ids] = [new TestClock(), new Ids()];
  const accounts = new AccountsRepository(postgres);
  const books = new BooksRepository(postgres);
  const chain = new ChainRepository(postgres);
  const seal = async (): Promise<number> => (await chain.seal(SEALED_AT_ONCE, clock.now())).sealed;
  const ledger = new Ledger(accounts, new PostingsRepository(postgres), clock, ids);
  const transactions = new Transactions(postgres);
  return {
    ledger,
    accounts,
    entries: new EntriesRepository(postgres),
    books,
    chain,
    balances: new BalancesAsOf(postgres),
    transactions,
    pool: postgres.pool,
    clock,
    ids,
    open: async (kind, asset, owner = ids.next()) =>
      (await transactions.run((tx) => ledger.openAccount(tx, kind, asset, { name: owner, id: null }))).id,
    seal,
    expectSound: async () => {
      await seal();
      expect((await books.trialBalance()).filter(({ debits, credits }) => debits !== credits)).toEqual([]);
      expect((await new VerifyBooks(books).execute()).problems).toEqual([]);
    },
    close: async () => {
      await postgres.onApplicationShutdown();
      await database.drop();
    },
  };
}
