import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { ROWS_ON_FIRST_PAGE, ROWS_ON_PAGE } from '../../src/modules/statements/statement-layout.ts';
import { eventually } from '../faults/eventually.ts';
import type { Person } from '../support/world.ts';
import { csvRecords } from './csv-records.ts';
import { DAY_MS, expectToAddUp, statementPath, StatementWorld } from './statement-world.ts';
import { PATIENCE_MS } from '../support/patience.ts';

let world: StatementWorld;
beforeAll(async () => {
  world = await StatementWorld.open();
});
afterEach(() => world.expectSound());
afterAll(() => world.close());

describe('a statement as CSV', () => {
  it('has the opening balance, the lines, the totals and the closing balance, in minor units and as decimals', async () => {
    const { owner, walletId, times } = await world.told([250, -1_100]);
    const { status, headers, text } = await world.call(
      'GET',
      statementPath(walletId, times[1] as Date, times[2] as Date, '&format=csv'),
      owner,
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="statement_${walletId}_\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d\\.csv"$`),
    );
    const records = csvRecords(text);
    expect(
      records.map(({ record, amountMinor, amount, balanceMinor, balance, currency }) => [
        record,
        amountMinor,
        amount,
        balanceMinor,
        balance,
        currency,
      ]),
    ).toEqual([
      ['opening', '', '', '1250', '12.50', 'INR'],
      ['line', '-1100', '-11.00', '150', '1.50', 'INR'],
      ['total-in', '0', '0.00', '', '', 'INR'],
      ['total-out', '-1100', '-11.00', '', '', 'INR'],
      ['closing', '', '', '150', '1.50', 'INR'],
    ]);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('keeps what people wrote to the letter, and none of it becomes a formula', async () => {
    const texts = [
      '=1+1',
      '+1',
      '-2',
      '@SUM(A1)',
      'say "hi", then; go',
      "=cmd|' /C calc'!A0",
      '₹ und ünï 日本',
      ' =1',
      'x;=1',
    ];
    const { owner, walletId, times } = await world.told(
      texts.map(() => 1),
      (n) => ({ description: texts[n], reference: texts[n] }),
    );
    const path = statementPath(walletId, times[0] as Date, world.clock.now(), '&format=csv');
    const { text } = await world.call('GET', path, owner);
    const lines = csvRecords(text).filter(({ record, kind }) => record === 'line' && kind === 'transfer');
    const wanted = texts.map((each) => (/^ ?[=+\-@]/.test(each) ? `'${each}` : each.replace(';=', ";'=")));
    expect(lines.map(({ description }) => description)).toEqual(wanted);
    expect(lines.map(({ reference }) => reference)).toEqual(wanted);
  });

  it('is whole over many pages of lines, of one moment', async () => {
    const { owner, walletId, other, times } = await world.told([]);
    await world.postMany(other, walletId, 1_200);
    const path = statementPath(walletId, times[0] as Date, world.soon(), '&format=csv');
    const records = csvRecords((await world.call('GET', path, owner)).text);
    expect(records).toHaveLength(1_201 + 4);
    expect(records.at(-1)).toMatchObject({ record: 'closing', balanceMinor: '2200' });
  });

  it('lets go of its connection when its reader has gone, and asks for no more', async () => {
    const { owner, walletId, other, times } = await world.told([]);
    await world.postMany(other, walletId, 2_000);
    const { pool } = world.postgres;
    const blocker = await world.owner.connect();
    // The lines need this table and what stands above them does not: the answer begins, and its first lines wait.
    await blocker.query('begin; lock table ledger_transfer in access exclusive mode');
    const path = statementPath(walletId, times[0] as Date, world.soon());
    const connected = once(world.app.app.getHttpServer(), 'connection') as Promise<[Socket]>;
    const answer = await begun(owner, `${path}&format=csv`);
    const [connection] = await connected;
    await eventually('its first lines wait', PATIENCE_MS, () => pool.idleCount < pool.totalCount);
    const gone = once(connection, 'close');
    answer.destroy();
    await gone;
    let acquired = 0;
    pool.on('acquire', () => (acquired += 1));
    await blocker.query('rollback');
    blocker.release();
    await eventually('it lets go of its connection', PATIENCE_MS, () => pool.idleCount === pool.totalCount);
    expect(acquired).toBe(0);
    expectToAddUp(await world.pagesOf(owner, `${path}&limit=100`));
    expect(acquired).toBeGreaterThan(20);
  });
});

describe('a statement as PDF', () => {
  it('has a page for each so many lines, with fonts of its own', async () => {
    const { owner, walletId, other, times } = await world.told([]);
    const more = ROWS_ON_FIRST_PAGE + ROWS_ON_PAGE;
    await world.postMany(other, walletId, more);
    const path = statementPath(walletId, times[0] as Date, world.soon(), '&format=pdf');
    const { status, headers, text } = await world.call('GET', path, owner);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toContain('.pdf"');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    // The wallet's first 1000 are a line as well, so that one line stands on the third page.
    expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(3);
    expect(text).toContain('DejaVuSansCondensed');
    expect(text).not.toContain('NotoSansDevanagari');
  });

  it('has letters for names in Hindi', async () => {
    const { owner, walletId, times } = await world.told([1], () => ({ description: 'Für Łucja, नमस्ते मित्र' }));
    const path = statementPath(walletId, times[0] as Date, world.soon(), '&format=pdf');
    const { status, text } = await world.call('GET', path, owner);
    expect(status).toBe(200);
    expect(text).toContain('NotoSansDevanagari');
  });

  it('is made of nothing too, and refused when nobody would read it', async () => {
    const { owner, walletId, other, times } = await world.told([]);
    const empty = statementPath(
      walletId,
      new Date((times[0] as Date).getTime() - DAY_MS),
      times[0] as Date,
      '&format=pdf',
    );
    expect((await world.call('GET', empty, owner)).text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
    await world.postMany(other, walletId, 10_000);
    const path = statementPath(walletId, times[0] as Date, world.soon(), '&format=pdf');
    expect(await world.call('GET', path, owner)).toMatchObject({ status: 422, body: { code: 'report_too_large' } });
  });
});

/** An answer whose status has come and whose body nobody reads. */
async function begun(person: Person, path: string): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${person.token}` };
  const request = get(`${world.app.url}/api/v1${path}`, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  return response;
}
