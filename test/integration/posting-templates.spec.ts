import { POSTING_TEMPLATES } from '../../src/ledger/core/index.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

describe('the posting templates', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await startTestLedger();
  });
  afterAll(() => ledger.close());

  it('are the same in PostgreSQL and in the plain rules', async () => {
    const { rows } = await ledger.pool.query(
      'select kind, debit_kind as debit, credit_kind as credit from ledger_posting_template',
    );
    expect(rows.map((row) => JSON.stringify(row)).sort()).toEqual(
      POSTING_TEMPLATES.map((each) => JSON.stringify(each)).sort(),
    );
  });
});
