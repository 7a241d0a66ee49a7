import { Readable } from 'node:stream';
import { setImmediate as others } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import { pageOfLine, StatementSheet } from './statement-sheet.ts';
import { PAGE_SIZE, statementFonts } from './statement-layout.ts';
import { lineCount, type Statement, type StatementLines } from './statement.ts';

/**
 * A statement as PDF, with a summary, numbered pages and the head of the table on each. It is made as fast as it is read,
 * page by page, and stops when its reader goes.
 */
export function statementPdf(statement: Statement, lines: StatementLines): Readable {
  return Readable.from(bytes(statement, lines), { objectMode: false });
}

async function* bytes(statement: Statement, lines: StatementLines): AsyncGenerator<Buffer> {
  const fonts = statementFonts();
  const document = new PDFDocument({
    size: PAGE_SIZE,
    margin: 0,
    autoFirstPage: false,
    font: fonts.regular,
    info: { Title: `Statement ${statement.account.code}`, Producer: 'Trivet', CreationDate: statement.madeAt },
  });
  const sheet = new StatementSheet(document, statement, fonts);
  let nth = 0;
  sheet.begin();
  for await (const some of lines) {
    for (const line of some) {
      if (pageOfLine(nth) !== pageOfLine(nth - 1) && nth > 0) {
        sheet.nextPage();
        yield* written(document);
        // A page is some milliseconds of work: let others have their turn.
        await others();
      }
      sheet.line(line);
      nth += 1;
    }
  }
  if (nth !== lineCount(statement)) throw new Error('a statement has other lines than it was begun with');
  sheet.end();
  document.end();
  for await (const chunk of document) yield chunk as Buffer;
}

// The document keeps what it has written until somebody takes it.
function* written(document: Readable): Generator<Buffer> {
  for (let chunk = document.read() as Buffer | null; chunk; chunk = document.read() as Buffer | null) yield chunk;
}
