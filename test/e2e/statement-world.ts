import { Ledger } from '../../src/ledger/index.ts';
import { type Person, World } from '../support/world.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const BATCH = 500;

interface Line {
  readonly amount: number;
  readonly balanceBefore: number;
  readonly balanceAfter: number;
  readonly effectiveAt: string;
  readonly createdAt: string;
}

export interface StatementPage {
  readonly openingBalance: number;
  readonly totalIn: number;
  readonly totalOut: number;
  readonly closingBalance: number;
  readonly lineCount: number;
  readonly data: readonly Line[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

export interface Told {
  readonly owner: Person;
  readonly walletId: string;
  readonly other: string;
  /** The moments between which each step was taken. */
  readonly times: readonly Date[];
}

/** People with wallets, and their statements. */
export class StatementWorld extends World {
  /** A wallet with 1000, and then what the list says: what comes in, and with a minus what goes out. An hour each. */
  async told(steps: readonly number[], more: (n: number) => object = () => ({})): Promise<Told> {
    const [owner, friend] = [await this.person(['customer'], 'Žofie'), await this.person()];
    const [walletId, other] = [await this.wallet(owner, 1_000), await this.wallet(friend, 1_000_000)];
    const times = [this.clock.now()];
    for (const [n, step] of steps.entries()) {
      this.clock.advance(HOUR_MS / 2);
      const [from, to] = step < 0 ? [walletId, other] : [other, walletId];
      const body = { fromWalletId: from, toWalletId: to, amount: Math.abs(step), currency: 'INR', ...more(n) };
      expect((await this.post('/transfers', step < 0 ? owner : friend, body)).status).toBe(201);
      this.clock.advance(HOUR_MS / 2);
      times.push(this.clock.now());
    }
    return { owner, walletId, other, times };
  }

  async pagesOf(person: Person, path: string, between = async () => {}): Promise<StatementPage[]> {
    const pages: StatementPage[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await this.call<StatementPage>('GET', `${path}${cursor}`, person);
      expect(status).toBe(200);
      pages.push(body);
      if (body.nextCursor === null) return pages;
      cursor = `&cursor=${body.nextCursor}`;
      await between();
    }
  }

  /** Transfers of 1, posted in batches: many lines, of one moment. */
  async postMany(debit: string, credit: string, count: number): Promise<void> {
    const parties = { debit, credit, amount: 1n, asset: 'INR' };
    for (let left = count; left > 0; left -= BATCH) {
      const one = () => ({ op: 'transfer' as const, id: this.newId(), kind: 'transfer', ...parties });
      await this.app.get(Ledger).post(Array.from({ length: Math.min(BATCH, left) }, one));
    }
  }

  /** A moment after everything that was recorded. */
  soon(): Date {
    return new Date(this.clock.now().getTime() + 1);
  }
}

export function statementPath(walletId: string, from: Date, to: Date, more = ''): string {
  return `/wallets/${walletId}/statement?from=${from.toISOString()}&to=${to.toISOString()}${more}`;
}

export function expectToAddUp(pages: readonly StatementPage[]): void {
  const [first] = pages as [StatementPage];
  const lines = pages.flatMap(({ data }) => data);
  expect(lines).toHaveLength(first.lineCount);
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  const amounts = lines.map(({ amount }) => amount);
  expect(first.totalIn).toBe(sum(amounts.filter((amount) => amount > 0)));
  expect(first.totalOut).toBe(sum(amounts.filter((amount) => amount < 0).map(Math.abs)));
  expect(first.openingBalance + first.totalIn - first.totalOut).toBe(first.closingBalance);
  let balance = first.openingBalance;
  for (const line of lines) {
    expect(line.balanceBefore).toBe(balance);
    balance += line.amount;
    expect(line.balanceAfter).toBe(balance);
  }
  expect(balance).toBe(first.closingBalance);
}
