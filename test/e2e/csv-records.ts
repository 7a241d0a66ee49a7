type Record = Readonly<{ [column: string]: string }>;

/** The records of a CSV by the letter of RFC 4180: CRLF, quotes doubled inside of quotes, one header, rows of one length. */
export function csvRecords(text: string): Record[] {
  const rows: string[][] = [[]];
  const field = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/gy;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) throw new Error('this is no CSV');
    const [, quoted, afterQuoted, plain, afterPlain] = match;
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if ((afterQuoted ?? afterPlain) === '\r\n') rows.push([]);
  }
  rows.pop();
  const [header = [], ...records] = rows;
  if (records.some(({ length }) => length !== header.length)) throw new Error('the rows are not of one length');
  return records.map((row) => Object.fromEntries(header.map((name, n) => [name, row[n] ?? ''])));
}
