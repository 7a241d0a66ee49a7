import { Logger } from '@nestjs/common';
import { SealEntries } from '../../src/ledger/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { Metrics } from '../../src/platform/observability/index.ts';
import { tamper } from '../support/tampering.ts';
import { testEnvironment } from '../support/test-environment.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';
import { eventually } from './platform-app.ts';

// Real: PostgreSQL, and the loop that a process runs for as long as it lives.

describe('sealing in the background', () => {
  let books: TestLedger;
  let metrics: Metrics;
  // What it says loudly is meant for operators.
  beforeAll(() => void Logger.overrideLogger(false));
  afterAll(() => void Logger.overrideLogger(['error']));
  beforeEach(async () => {
    books = await startTestLedger();
    metrics = new Metrics();
  });
  afterEach(() => books.close());

  const sealer = (jobs: 'on' | 'off'): SealEntries =>
    new SealEntries(loadConfig(testEnvironment({ JOBS: jobs })), books.chain, metrics, books.clock);
  const topUp = async (): Promise<string> => {
    const [debit, credit] = [
      await books.open('provider-clearing', 'INR', 'sandbox'),
      await books.open('wallet', 'INR'),
    ];
    const command = { op: 'transfer', kind: 'card-top-up', amount: 5n, asset: 'INR', debit, credit } as const;
    await books.ledger.post([{ ...command, id: books.ids.next() }]);
    return credit;
  };
  const sealedVersion = async (account: string): Promise<string | undefined> => {
    const sql = 'select version from ledger_chain where account_id = $1 and version > 0';
    return (await books.pool.query<{ version: string }>(sql, [account])).rows[0]?.version;
  };

  it('seals what is posted, at the start and later, and stops when it is told to', async () => {
    const first = await topUp();
    const running = sealer('on');
    running.onApplicationBootstrap();
    await eventually(() => sealedVersion(first));
    const second = await topUp();
    await eventually(() => sealedVersion(second));
    await running.beforeApplicationShutdown();
    expect(await metrics.text()).toContain('ledger_unsealed_entries 0');
    await books.expectSound();
  });

  it('does nothing with JOBS=off but what it is asked to', async () => {
    const wallet = await topUp();
    const idle = sealer('off');
    idle.onApplicationBootstrap();
    await idle.beforeApplicationShutdown();
    expect(await sealedVersion(wallet)).toBeUndefined();
    expect(await idle.drain()).toBe(2);
  });

  it('counts the accounts whose history is not what was sealed', async () => {
    const wallet = await topUp();
    await tamper(books.pool, (client) => client.query('delete from ledger_entry where account_id = $1', [wallet]));
    await sealer('off').drain();
    expect(await metrics.text()).toContain('ledger_halted_accounts 1');
  });
});
