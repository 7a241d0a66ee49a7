import type { Account, ListedEntry, StatementRange, StatementSummary } from '../../ledger/index.ts';
import type { Period } from '../../shared/period.ts';

export const STATEMENT_FORMATS = ['json', 'csv', 'pdf'] as const;

export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** What a file may have. A spreadsheet has room for 1,048,576 rows; a PDF is for reading, and is set line by line. */
export const MAX_LINES: Readonly<Record<StatementFormat, number>> = { json: 1_000_000, csv: 1_000_000, pdf: 10_000 };

/** What came in and went out of an account in a period, by when it was recorded. */
export interface Statement {
  readonly account: Account;
  readonly period: Period;
  readonly range: StatementRange;
  readonly summary: StatementSummary;
  /** How many decimals the asset has. */
  readonly scale: number;
  /** Whose wallet it is; null for accounts that are nobody's in person. */
  readonly holder: string | null;
  readonly madeAt: Date;
}

/** A statement's lines, oldest first, a few hundred at a time. Nothing is kept open between two of them. */
export type StatementLines = AsyncIterable<readonly ListedEntry[]>;

export function lineCount({ range }: Pick<Statement, 'range'>): number {
  return Number(range.closing - range.opening);
}
