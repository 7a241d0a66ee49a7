import { VerifyBooks } from '../../src/ledger/index.ts';
import { ChainedBooks } from '../support/chained-books.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, twice. The replica is a database that nothing has come to yet.

describe('with a replica that is behind', () => {
  let replica: TestDatabase;
  let books: TestLedger;
  beforeAll(async () => {
    replica = await createTestDatabase();
    books = await startTestLedger(10, { DATABASE_REPLICA_URL: replica.url });
    await (await ChainedBooks.open(books)).topUp(100n);
  });
  afterAll(async () => {
    await books.close();
    await replica.drop();
  });

  it('the books are verified on the primary', async () => {
    expect(await new VerifyBooks(books.books).execute()).toEqual({
      ok: true,
      checked: { accounts: 3, transfers: 1, entries: 2 },
      problems: [],
    });
  });

  it('the trial balance is read from the replica', async () => {
    expect(await books.books.trialBalance()).toEqual([]);
  });
});
