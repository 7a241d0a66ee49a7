import { applyDecorators, StreamableFile, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { dayOf } from '../../shared/calendar-day.ts';
import { onWire, wideOnWire } from '../../shared/money-on-wire.ts';
import { accountEntryView, entryView } from './entry-view.ts';
import type { StatementAnswer } from './read-statement.use-case.ts';
import { statementCsv } from './statement-csv.ts';
import type { FileOpener } from './statement-files.ts';
import type { AccountStatementDto, StatementDto } from './statement.dto.ts';
import { statementPdf } from './statement-pdf.ts';
import { lineCount, type Statement } from './statement.ts';

const CSV = 'text/csv; charset=utf-8; header=present';
const PDF = 'application/pdf';

/** A wallet's statement as its owner gets it: a page of JSON, or a file. */
export function statementView(answer: StatementAnswer, open: FileOpener): StatementDto | StreamableFile {
  if (answer.format !== 'json') return fileOf(answer, open);
  const { statement, page } = answer;
  const { account, summary } = statement;
  return {
    ...fieldsOf(statement),
    openingBalance: onWire(summary.openingBalance),
    closingBalance: onWire(summary.closingBalance),
    ...page,
    data: page.data.map((entry) => entryView(account, entry)),
  };
}

/** The same of any account. */
export function accountStatementView(answer: StatementAnswer, open: FileOpener): AccountStatementDto | StreamableFile {
  if (answer.format !== 'json') return fileOf(answer, open);
  const { statement, page } = answer;
  const { account, summary } = statement;
  return {
    ...fieldsOf(statement),
    openingBalance: wideOnWire(summary.openingBalance),
    closingBalance: wideOnWire(summary.closingBalance),
    ...page,
    data: page.data.map((entry) => accountEntryView(account, entry)),
  };
}

/** Says in the document that the route answers with `model` as JSON, or with a file. */
export function AnswersStatement(model: Type): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({
      content: {
        'application/json': { schema: { $ref: getSchemaPath(model) } },
        'text/csv': { schema: { type: 'string' } },
        'application/pdf': { schema: { type: 'string', format: 'binary' } },
      },
    }),
  );
}

function fieldsOf(statement: Statement) {
  const { account, period, summary } = statement;
  return {
    accountId: account.id,
    currency: account.asset,
    from: period.from,
    to: period.to,
    lineCount: lineCount(statement),
    // The sum of what moved may be beyond any balance there ever was.
    totalIn: wideOnWire(summary.totalIn),
    totalOut: wideOnWire(summary.totalOut),
  };
}

type FileAnswer = Exclude<StatementAnswer, { format: 'json' }>;

function fileOf({ format, statement, lines }: FileAnswer, open: FileOpener): StreamableFile {
  const { account, period } = statement;
  const days = [period.from, period.to].map(dayOf).join('_');
  const disposition = `attachment; filename="statement_${account.id}_${days}.${format}"`;
  const [type, make] = format === 'csv' ? ([CSV, statementCsv] as const) : ([PDF, statementPdf] as const);
  return new StreamableFile(
    open(() => make(statement, lines)),
    { type, disposition },
  );
}
