import type { Readable } from 'node:stream';
import type { Account, ListedEntry } from '../../ledger/index.ts';
import { statementCsv } from './statement-csv.ts';
import { statementPdf } from './statement-pdf.ts';
import type { Statement, StatementLines } from './statement.ts';

const PAGES = 20;
const LINES_A_PAGE = 500;
const AT = new Date('2026-11-01T00:00:00Z');

const account = {
  id: '0197a3b2-7c1e-7d5a-9a70-2f6f1d3c4b5a',
  code: 'wallet:x:INR',
  asset: 'INR',
  normalSide: 'credit',
};
const statement: Statement = {
  account: account as Account,
  period: { from: AT, to: AT },
  range: { opening: 0n, closing: BigInt(PAGES * LINES_A_PAGE) },
  summary: { openingBalance: 0n, totalIn: 0n, totalOut: 0n, closingBalance: 0n },
  scale: 2,
  holder: 'Žofie Ünal',
  madeAt: AT,
};

/** Lines that count how many pages of them were asked for, and say when nobody wants more. */
class Source {
  asked = 0;
  over = false;

  async *lines(): AsyncGenerator<readonly ListedEntry[]> {
    try {
      for (; this.asked < PAGES; this.asked += 1) yield Array.from({ length: LINES_A_PAGE }, (_, n) => line(n));
    } finally {
      this.over = true;
    }
  }
}

function line(n: number): ListedEntry {
  const amounts = { amount: 1n, balanceBefore: BigInt(n), balanceAfter: BigInt(n + 1), version: BigInt(n + 1) };
  const texts = { kind: 'transfer', reference: `r-${n}`, description: 'Dinner ₹'.repeat(10) };
  return { transferId: account.id, accountId: account.id, ...amounts, ...texts, effectiveAt: AT, createdAt: AT };
}

const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe.each([
  ['CSV', statementCsv],
  ['PDF', statementPdf],
])('a statement as %s', (_format, fileOf: (statement: Statement, lines: StatementLines) => Readable) => {
  it('is made no faster than it is read', async () => {
    const source = new Source();
    const file = fileOf(statement, source.lines());
    file.read(0);
    await turns(200);
    expect(source.asked).toBeLessThan(PAGES / 2);
    expect(file.readableLength).toBeLessThan(1_000_000);
    for await (const chunk of file) expect(chunk).toBeDefined();
    expect([source.asked, source.over]).toEqual([PAGES, true]);
  });

  it('is not made on when its reader has gone', async () => {
    const source = new Source();
    const file = fileOf(statement, source.lines());
    file.on('error', () => undefined);
    file.read(0);
    await turns(20);
    file.destroy();
    await turns(200);
    expect(source.over).toBe(true);
    expect(source.asked).toBeLessThan(PAGES / 2);
  });

  it('breaks off when its lines cannot be read', async () => {
    const failing = (async function* (): AsyncGenerator<readonly ListedEntry[]> {
      yield [line(0)];
      throw new Error('the database is gone');
    })();
    const read = async (): Promise<void> => {
      for await (const chunk of fileOf(statement, failing)) expect(chunk).toBeDefined();
    };
    await expect(read()).rejects.toThrow('the database is gone');
  });
});
