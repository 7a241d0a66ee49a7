import type { TransferCommand, Verdict } from '../../src/ledger/core/index.ts';
import { startTestLedger, type TestLedger } from './test-ledger.ts';

export const POSTED: Verdict = { outcome: 'posted' };
export const refused = (code: string) => ({ outcome: 'refused', code });

/** Two posters on the same books, as two containers have them. */
export class TwoPosters {
  private constructor(
    readonly books: TestLedger,
    readonly elsewhere: TestLedger,
    readonly clearing: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<TwoPosters> {
    const books = await startTestLedger(20, environment);
    return new TwoPosters(books, books.another(), await books.open('provider-clearing', 'INR'));
  }

  async close(): Promise<void> {
    await this.books.expectSound();
    await this.elsewhere.close();
    await this.books.close();
  }

  async wallets(count: number, funds: bigint): Promise<string[]> {
    const opened: string[] = [];
    for (let n = 0; n < count; n += 1) opened.push(await this.books.open('wallet', 'INR'));
    const topUps = opened.map((wallet) => this.transfer(this.clearing, wallet, funds, { kind: 'card-top-up' }));
    if (funds > 0n) expect(await this.books.ledger.post(topUps)).toEqual(opened.map(() => POSTED));
    return opened;
  }

  transfer(debit: string, credit: string, amount: bigint, rest: Partial<TransferCommand> = {}): TransferCommand {
    return {
      op: 'transfer',
      id: this.books.ids.next(),
      kind: 'transfer',
      debit,
      credit,
      amount,
      asset: 'INR',
      ...rest,
    };
  }

  async postedOf(wallet: string): Promise<bigint | undefined> {
    return (await this.books.accounts.find(wallet, this.books.clock.now()))?.balances.posted;
  }
}
