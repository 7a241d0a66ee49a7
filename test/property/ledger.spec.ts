import fc from 'fast-check';
import { Books, balancesOf, type LedgerCommand, type Verdict } from '../../src/ledger/core/index.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';
import { ANY_POSTING, commandsOf, STEP, type Step, type World } from '../support/ledger-steps.ts';

// Real: PostgreSQL and ledger_post. The model it is compared with is src/ledger/core/books.ts.

const SEQUENCES = Number(process.env['PROPERTY_RUNS'] ?? 100);
const STEPS_PER_SEQUENCE = 40;
// Room for shrinking a failure.
const TIMEOUT_MS = 300_000;
const FUNDS = 120n;

describe('the ledger on PostgreSQL does what its rules say', () => {
  let real: TestLedger;
  beforeAll(async () => {
    real = await startTestLedger();
    await real.allow(ANY_POSTING);
  });
  afterAll(async () => {
    await real.expectSound();
    await real.close();
  });

  it(
    'gives the verdicts of the model, the balances of the model, and changes nothing when it refuses',
    async () => {
      const sequences = fc.array(STEP, {
        minLength: STEPS_PER_SEQUENCE / 2,
        maxLength: STEPS_PER_SEQUENCE,
        size: 'max',
      });
      await fc.assert(
        fc.asyncProperty(sequences, (steps) => playBoth(real, steps)),
        { numRuns: SEQUENCES },
      );
    },
    TIMEOUT_MS,
  );
});

async function playBoth(real: TestLedger, steps: readonly Step[]): Promise<void> {
  const world = await openWorld(real);
  for (const step of steps) {
    if (step.pause) real.clock.advance(step.pause);
    const commands = commandsOf(step, world, real.clock.now());
    const before = await balances(real, world);
    const wanted = world.model.post(commands, real.clock.now());
    expect(await real.ledger.post(commands)).toEqual(wanted);
    const after = await balances(real, world);
    expect(after).toEqual(modelBalances(world, real.clock.now()));
    if (wanted.every(isRefused)) expect(after).toEqual(before);
  }
}

function isRefused(verdict: Verdict): boolean {
  return verdict.outcome === 'refused';
}

async function openWorld(real: TestLedger): Promise<World> {
  real.clock.set(new Date('2026-11-20T12:00:00.000Z'));
  const names = [
    ['wallet', 'INR'],
    ['wallet', 'INR'],
    ['wallet', 'INR'],
    ['wallet', 'USD'],
    ['provider-clearing', 'INR'],
    ['venue-payable', 'INR'],
  ] as const;
  const accounts: string[] = [];
  for (const [kind, asset] of names) accounts.push(await real.open(kind, asset));
  const model = new Books(ANY_POSTING);
  for (const account of await real.accounts.findMany(accounts, real.clock.now())) model.open(account);
  const world = { accounts, model, ids: real.ids, transfers: [], holds: [], sent: [] };
  await fund(real, world);
  return world;
}

// Without money to move, every move would be the same refusal.
async function fund(real: TestLedger, { accounts, model, ids }: World): Promise<void> {
  const [clearing = '', ...wallets] = [accounts[4], ...accounts.slice(0, 3)];
  const made = { op: 'transfer', kind: 'card-top-up', amount: FUNDS, asset: 'INR' } as const;
  const commands: LedgerCommand[] = wallets.map((credit) => ({
    ...made,
    id: ids.next(),
    debit: clearing,
    credit: credit ?? '',
  }));
  expect(await real.ledger.post(commands)).toEqual(model.post(commands, real.clock.now()));
}

async function balances(real: TestLedger, world: World): Promise<Record<string, unknown>> {
  const found = await real.accounts.findMany(world.accounts, real.clock.now());
  return Object.fromEntries(found.map((account) => [account.id, { ...balancesOf(account), version: account.version }]));
}

function modelBalances(world: World, at: Date): Record<string, unknown> {
  world.model.expire(at);
  return Object.fromEntries(
    world.model.accounts.map((account) => [account.id, { ...balancesOf(account), version: account.version }]),
  );
}
