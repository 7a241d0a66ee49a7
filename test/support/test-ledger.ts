import type { Pool } from 'pg';
import {
  AccountsRepository,
  AnchorsRepository,
  BalancesAsOf,
  BooksRepository,
  EntriesRepository,
  EntryPages,
  StatementsRepository,
  Ledger,
  VerifyBooks,
} from '../../src/ledger/index.ts';
import { ChainRepository } from '../../src/ledger/chain.repository.ts';
import { Poster } from '../../src/ledger/poster.ts';
import { PartitionsRepository } from '../../src/ledger/partitions.repository.ts';
import { PostingsRepository } from '../../src/ledger/postings.repository.ts';
import type { AccountKind, PostingTemplate } from '../../src/ledger/core/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { Metrics } from '../../src/platform/observability/index.ts';
import { Postgres, Transactions } from '../../src/platform/postgres/index.ts';
import { Ids } from '../../src/shared/ids.ts';
import { TestClock } from './test-clock.ts';
import { createTestDatabase, ownerPool } from './test-database.ts';
import { testEnvironment } from './test-environment.ts';

const SEALED_AT_ONCE = 1_000_000;

export interface TestLedger {
  /** The same books as another container sees them: with connections and a poster of its own. */
  another(): TestLedger;
  readonly ledger: Ledger;
  readonly poster: Poster;
  readonly accounts: AccountsRepository;
  readonly entries: EntriesRepository;
  readonly pages: EntryPages;
  readonly statements: StatementsRepository;
  readonly books: BooksRepository;
  readonly chain: ChainRepository;
  readonly anchors: AnchorsRepository;
  readonly partitions: PartitionsRepository;
  readonly balances: BalancesAsOf;
  readonly transactions: Transactions;
  /** Of the owner of the database, who may do more than the application. */
  readonly pool: Pool;
  readonly clock: TestClock;
  readonly ids: Ids;
  open(kind: AccountKind, asset: string, owner?: string): Promise<string>;
  /** Extends the hash chain over all there is; returns how many entries that were. */
  seal(): Promise<number>;
  /** Lets the SQL function make these postings too. */
  allow(templates: readonly PostingTemplate[]): Promise<void>;
  /** Asserts what every money test ends with: each asset sums to zero, and nothing that must not be was found. */
  expectSound(): Promise<void>;
  close(): Promise<void>;
}

/** The ledger on a PostgreSQL database of its own, without HTTP. Everything is real but the clock, which the test holds. */
export async function startTestLedger(poolSize = 10, variables: Record<string, string> = {}): Promise<TestLedger> {
  const database = await createTestDatabase();
  const environment = {
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_POOL_SIZE: String(poolSize),
    ...variables,
  };
  return connect(environment, new TestClock(), () => database.drop());
}

function connect(variables: Record<string, string>, clock: TestClock, end: () => Promise<void>): TestLedger {
  const config = loadConfig(testEnvironment(variables));
  const postgres = new Postgres(config);
  const owner = ownerPool(variables['DATABASE_OWNER_URL']);
  const ids = new Ids();
  const accounts = new AccountsRepository(postgres);
  const books = new BooksRepository(postgres, clock);
  const chain = new ChainRepository(postgres);
  const seal = async (): Promise<number> => (await chain.seal(SEALED_AT_ONCE, clock.now())).sealed;
  const poster = new Poster(new PostingsRepository(postgres), config, new Metrics(), clock);
  const ledger = new Ledger(accounts, poster, clock, ids);
  const transactions = new Transactions(postgres);
  return {
    another: () => connect(variables, clock, () => Promise.resolve()),
    ledger,
    poster,
    accounts,
    entries: new EntriesRepository(postgres),
    pages: new EntryPages(postgres),
    statements: new StatementsRepository(postgres),
    books,
    chain,
    anchors: new AnchorsRepository(postgres),
    partitions: new PartitionsRepository(postgres),
    balances: new BalancesAsOf(postgres),
    transactions,
    pool: owner,
    clock,
    ids,
    open: async (kind, asset, owner = ids.next()) =>
      (await transactions.run((tx) => ledger.openAccount(tx, kind, asset, { name: owner, id: null }))).id,
    seal,
    allow: async (templates) => {
      const columns = [
        templates.map(({ kind }) => kind),
        templates.map((t) => t.debit),
        templates.map((t) => t.credit),
      ];
      await owner.query(
        `insert into ledger_posting_template (kind, debit_kind, credit_kind)
         select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
        columns,
      );
    },
    expectSound: async () => {
      await seal();
      expect((await books.trialBalance()).filter(({ debits, credits }) => debits !== credits)).toEqual([]);
      expect((await new VerifyBooks(books).execute()).problems).toEqual([]);
    },
    close: async () => {
      await poster.onApplicationShutdown();
      await postgres.onApplicationShutdown();
      await owner.end();
      await end();
    },
  };
}
