import type PDFDocument from 'pdfkit';
import { signOf } from '../../ledger/core/index.ts';
import type { ListedEntry } from '../../ledger/index.ts';
import { decimalAmount } from '../../shared/decimal-amount.ts';
import {
  type Column,
  COLUMNS,
  FIRST_ROWS_AT,
  FONT_SIZE,
  FOOTER_AT,
  type Fonts,
  PAGE,
  ROW_HEIGHT,
  ROWS_AT,
  ROWS_ON_FIRST_PAGE,
  ROWS_ON_PAGE,
} from './statement-layout.ts';
import { lineCount, type Statement } from './statement.ts';
import { WrittenLine } from './written-line.ts';

type Document = InstanceType<typeof PDFDocument>;

const TITLE_SIZE = 16;
const MAX_DETAILS_LENGTH = 120;
const GREY = '#777777';
const BLACK = '#000000';

/** On which page, from 0, the nth line stands: rows are of one height, so that pages can be counted before they are made. */
export function pageOfLine(nth: number): number {
  if (nth < ROWS_ON_FIRST_PAGE) return 0;
  const further = nth - ROWS_ON_FIRST_PAGE;
  return 1 + (further - (further % ROWS_ON_PAGE)) / ROWS_ON_PAGE;
}

/** Sets a statement on paper, line after line. */
export class StatementSheet {
  private readonly pages: number;
  private readonly money: Intl.NumberFormat;
  private page = 0;
  private y = 0;

  constructor(
    private readonly document: Document,
    private readonly statement: Statement,
    private readonly fonts: Fonts,
  ) {
    this.pages = pageOfLine(Math.max(0, lineCount(statement) - 1)) + 1;
    this.money = new Intl.NumberFormat('en', { minimumFractionDigits: statement.scale });
  }

  /** The first page: whose statement it is, the summary, the head of the table. */
  begin(): void {
    this.openPage();
    const { account, period, summary, holder, madeAt } = this.statement;
    this.put(`Period ${timeText(period.from)} to ${timeText(period.to)} (UTC), by time of recording`, 62);
    this.put(`Account ${account.id}`, 76);
    this.put(holder ? `Holder ${holder}` : `Code ${account.code}`, 90);
    this.put(`Made ${timeText(madeAt)} (UTC)`, 104);
    const rows = [
      ['Opening balance', summary.openingBalance],
      ['In', summary.totalIn],
      ['Out', -summary.totalOut],
      ['Closing balance', summary.closingBalance],
    ] as const;
    rows.forEach(([title, amount], nth) => {
      const y = 126 + nth * ROW_HEIGHT;
      this.put(title, y);
      this.cell(COLUMNS.balance, `${this.symbol()} ${this.amountText(amount)}`, y, COLUMNS.amountOut.x);
    });
    this.tableHead(FIRST_ROWS_AT);
  }

  nextPage(): void {
    this.openPage();
    this.tableHead(ROWS_AT);
  }

  line(entry: ListedEntry): void {
    const sign = signOf(this.statement.account.normalSide);
    const amount = sign * entry.amount;
    this.cell(COLUMNS.recorded, timeText(entry.createdAt), this.y);
    this.cell(COLUMNS.effective, timeText(entry.effectiveAt), this.y);
    this.cell(COLUMNS.details, detailsOf(entry), this.y);
    this.cell(
      amount > 0n ? COLUMNS.amountIn : COLUMNS.amountOut,
      this.amountText(amount > 0n ? amount : -amount),
      this.y,
    );
    this.cell(COLUMNS.balance, this.amountText(sign * entry.balanceAfter), this.y);
    this.y += ROW_HEIGHT;
  }

  end(): void {
    if (lineCount(this.statement) === 0) this.put('Nothing came in or went out.', this.y);
  }

  private openPage(): void {
    this.document.addPage();
    this.page += 1;
    this.document.font(this.fonts.bold).fontSize(TITLE_SIZE).fillColor(BLACK);
    this.put(`Statement of account, ${this.statement.account.asset}`, PAGE.margin);
    this.document.font(this.fonts.regular).fontSize(FONT_SIZE).fillColor(GREY);
    this.put(this.statement.account.id, FOOTER_AT);
    this.cell(COLUMNS.balance, `Page ${this.page} of ${this.pages}`, FOOTER_AT);
    this.document.fillColor(BLACK);
  }

  private tableHead(rowsAt: number): void {
    const y = rowsAt - ROW_HEIGHT - 3;
    this.document.font(this.fonts.bold);
    for (const column of Object.values(COLUMNS)) this.cell(column, column.title, y);
    this.document.font(this.fonts.regular);
    const line = rowsAt - 5;
    this.document
      .moveTo(PAGE.margin, line)
      .lineTo(PAGE.width - PAGE.margin, line)
      .lineWidth(0.5)
      .stroke(GREY);
    this.y = rowsAt;
  }

  private put(text: string, y: number): void {
    this.written(text).write(PAGE.margin, y);
  }

  /** One line of text in its column; from `x` on when it may be wider than that. */
  private cell(column: Column, text: string, y: number, x = column.x): void {
    const space = column.x + column.width - x;
    const { line, width } = this.fitted(text, space);
    line.write(column.align === 'left' ? x : x + space - width, y);
  }

  private fitted(text: string, space: number): { line: WrittenLine; width: number } {
    let line = this.written(text);
    let width = line.width;
    // Letters are of about one width, so that a cut or two will do: measuring is what setting a line costs.
    for (let letters = [...text]; width > space && letters.length > 1;) {
      letters = letters.slice(0, Math.min(letters.length - 1, (letters.length * space) / width));
      line = this.written(`${letters.join('')}…`);
      width = line.width;
    }
    return { line, width };
  }

  private written(text: string): WrittenLine {
    return new WrittenLine(this.document, this.fonts, text);
  }

  /** Exact: the formatter is given the decimal as text, and no number in between. */
  private amountText(amount: bigint): string {
    return this.money.format(decimalAmount(amount, this.statement.scale) as `${number}`);
  }

  private symbol(): string {
    const { asset } = this.statement.account;
    const parts = new Intl.NumberFormat('en', { style: 'currency', currency: asset, currencyDisplay: 'narrowSymbol' });
    return parts.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? asset;
  }
}

function detailsOf({ kind, reference, description }: ListedEntry): string {
  const parts = [kind, description, reference].filter((part) => part !== null && part !== '');
  return parts.join(' · ').slice(0, MAX_DETAILS_LENGTH);
}

function timeText(moment: Date): string {
  return moment.toISOString().slice(0, 16).replace('T', ' ');
}
