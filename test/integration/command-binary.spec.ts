import fc from 'fast-check';
import { type CommandRow, encodeCommands } from '../../src/ledger/command-binary.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, which reads what was encoded.

const text = fc.string({ unit: 'grapheme', maxLength: 300 }).filter((value) => !value.includes('\0'));
const id = fc.uuid();
const time = fc.date({ min: new Date('1900-01-01Z'), max: new Date('2200-01-01Z'), noInvalidDate: true });
const rows = fc.array(
  fc.record(
    {
      ...{
        item: fc.nat(500),
        op: text,
        id,
        debit: id,
        credit: id,
        hold: id,
        reverses: id,
        link: id,
        owner: id,
        initiator: id,
      },
      ...{ amount: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String), final: fc.boolean() },
      ...{ asset: text, kind: text, reference: text, description: text },
      ...{ metadata: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null))) },
      ...{ effective_at: time, expires_at: time },
    },
    { requiredKeys: [] },
  ),
  { minLength: 1, maxLength: 20 },
);

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('commands in PostgreSQL’s binary format', () => {
  let books: TestLedger;
  let commandType: number;

  beforeAll(async () => {
    books = await startTestLedger();
    const { rows: found } = await books.pool.query<{ oid: number }>(`select 'ledger_command'::regtype::oid as oid`);
    commandType = found[0]?.oid ?? 0;
  });
  afterAll(() => books.close());

  it('are read as what JSON says', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (commands: readonly CommandRow[]) => {
        const { rows: differing } = await books.pool.query(
          `select a, b from unnest($1::ledger_command[]) with ordinality binary_format
             full join unnest(ledger_commands($2::jsonb)) with ordinality json_format using (ordinality)
             cross join lateral (select binary_format::text as a, json_format::text as b) said
            where a is distinct from b`,
          [encodeCommands(commands, commandType), JSON.stringify(commands)],
        );
        expect(differing).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['an id that is none', { id: 'x'.repeat(36) }],
    ['an id that is too short', { id: '0197' }],
    ['an id with its dashes elsewhere', { id: '0197-0000-0000-0000-0000-0000-0000-00' }],
    ['an amount beyond a bigint', { amount: String(2n ** 63n) }],
    ['an amount that is no number', { amount: 'ten' }],
    ['an amount that is blank', { amount: ' ' }],
    ['an amount in hexadecimal', { amount: '0x10' }],
    ['half of a surrogate pair', { reference: 'a\ud800' }],
    ['a truth that is text', { final: 'true' }],
    ['an item that is no number', { item: 'x' }],
    ['a time that is none', { expires_at: new Date(Number.NaN) }],
  ])('cannot hold %s, and say so as PostgreSQL does', (_what, row) => {
    const encode = (): Buffer => encodeCommands([{ item: 0 }, row], commandType);
    const unreadable: unknown = expect.objectContaining({ code: '22P02' });
    expect(caught(encode)).toEqual(unreadable);
  });
});
