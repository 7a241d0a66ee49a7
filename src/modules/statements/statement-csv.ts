import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { signOf } from '../../ledger/core/index.ts';
import type { ListedEntry } from '../../ledger/index.ts';
import { decimalAmount } from '../../shared/decimal-amount.ts';
import { spreadsheetText } from './spreadsheet-text.ts';
import type { Statement, StatementLines } from './statement.ts';

const COLUMNS = [
  ...['record', 'recordedAt', 'effectiveAt', 'transferId', 'kind', 'reference', 'description'],
  ...['amountMinor', 'amount', 'balanceMinor', 'balance', 'currency'],
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/**
 * A statement as CSV (RFC 4180, UTF-8, CRLF): a header, the opening balance, a row for each line, the totals, the closing
 * balance. Text that people wrote cannot become a formula. It is made as fast as it is read, and stops when its reader goes.
 */
export function statementCsv(statement: Statement, lines: StatementLines): Readable {
  const csv = stringify({ columns: [...COLUMNS], header: true, record_delimiter: 'windows' });
  // A failure ends the stream short, which tells the reader that it is not whole; who sends it logs it.
  pipeline(Readable.from(rows(statement, lines)), csv, () => undefined);
  return csv;
}

async function* rows(statement: Statement, lines: StatementLines): AsyncGenerator<Row> {
  const { summary, period } = statement;
  yield balanceRow(statement, 'opening', period.from, summary.openingBalance);
  for await (const some of lines) yield* some.map((line) => lineRow(statement, line));
  yield { record: 'total-in', ...amountOf(statement, summary.totalIn), currency: statement.account.asset };
  yield { record: 'total-out', ...amountOf(statement, -summary.totalOut), currency: statement.account.asset };
  yield balanceRow(statement, 'closing', period.to, summary.closingBalance);
}

function lineRow(statement: Statement, line: ListedEntry): Row {
  const sign = signOf(statement.account.normalSide);
  return {
    record: 'line',
    recordedAt: line.createdAt.toISOString(),
    effectiveAt: line.effectiveAt.toISOString(),
    transferId: line.transferId,
    kind: spreadsheetText(line.kind),
    reference: spreadsheetText(line.reference ?? ''),
    description: spreadsheetText(line.description ?? ''),
    ...amountOf(statement, sign * line.amount),
    ...balanceOf(statement, sign * line.balanceAfter),
    currency: statement.account.asset,
  };
}

function balanceRow(statement: Statement, record: string, at: Date, balance: bigint): Row {
  return { record, recordedAt: at.toISOString(), ...balanceOf(statement, balance), currency: statement.account.asset };
}

function amountOf({ scale }: Statement, amount: bigint): Row {
  return { amountMinor: amount.toString(), amount: decimalAmount(amount, scale) };
}

function balanceOf({ scale }: Statement, balance: bigint): Row {
  return { balanceMinor: balance.toString(), balance: decimalAmount(balance, scale) };
}
