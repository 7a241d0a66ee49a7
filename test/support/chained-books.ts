import { VerifyBooks } from '../../src/ledger/index.ts';
import type { BrokenInvariant } from '../../src/ledger/invariants.ts';
import type { TestLedger } from './test-ledger.ts';

export interface Head {
  readonly account_id: string;
  readonly version: string;
  readonly posted: string;
  readonly hash: Buffer;
  readonly halted: string | null;
}

export interface Snapshot {
  readonly account_id: string;
  readonly taken_at: Date;
  readonly version: string;
  readonly posted: string;
}

/** Two wallets and where their money comes from, and what the hash chain says of them. */
export class ChainedBooks {
  private constructor(
    private readonly books: TestLedger,
    readonly wallet: string,
    readonly other: string,
    readonly clearing: string,
  ) {}

  static async open(books: TestLedger): Promise<ChainedBooks> {
    const [wallet, other] = [await books.open('wallet', 'INR'), await books.open('wallet', 'INR')];
    return new ChainedBooks(books, wallet, other, await books.open('provider-clearing', 'INR'));
  }

  async topUp(amount: bigint, credit = this.wallet, description?: string): Promise<string> {
    const id = this.books.ids.next();
    const parties = { debit: this.clearing, credit, asset: 'INR' };
    const verdicts = await this.books.ledger.post([
      { op: 'transfer', id, kind: 'card-top-up', ...parties, amount, description },
    ]);
    expect(verdicts).toEqual([{ outcome: 'posted' }]);
    return id;
  }

  /** Closes the business day that ends at `through`, by the UTC day before it. */
  async closeDay(through: Date): Promise<void> {
    const day = new Date(through.getTime() - 1).toISOString().slice(0, 'yyyy-mm-dd'.length);
    const closing = [day, through, this.books.ids.next(), this.books.clock.now()];
    const { rows } = await this.books.pool.query('select ledger_close_day($1, $2, $3, $4) as closed', closing);
    expect(rows).toEqual([{ closed: true }]);
  }

  async heads(): Promise<Map<string, Head>> {
    const { rows } = await this.books.pool.query<Head>('select * from ledger_chain');
    return new Map(rows.map((row) => [row.account_id, row]));
  }

  async snapshots(): Promise<Snapshot[]> {
    const sql = 'select account_id, taken_at, version, posted from ledger_snapshot order by taken_at, account_id';
    return (await this.books.pool.query<Snapshot>(sql)).rows;
  }

  async problems(): Promise<readonly BrokenInvariant[]> {
    return (await new VerifyBooks(this.books.books).execute()).problems;
  }
}
