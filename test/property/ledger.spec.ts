import { inspect } from 'node:util';
import fc from 'fast-check';
import { Books, type LedgerCommand, type Verdict } from '../../src/ledger/core/index.ts';
import {
  entriesOf,
  evidenceOf,
  modelEntriesOf,
  standingsOf,
  type AccountEvidence,
} from '../support/ledger-evidence.ts';
import {
  chosen,
  commandsOf,
  forgetRefused,
  STEP,
  TEST_TEMPLATES,
  type Move,
  type Step,
  type World,
} from '../support/ledger-steps.ts';
import { fundingOf, newWorldAccounts, worldOf } from '../support/ledger-world.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL and the ledger's functions. The model they are compared with is src/ledger/core.
// PROPERTY_RUNS says how many sequences, PROPERTY_SEED which ones.

const SEQUENCES = Number(process.env['PROPERTY_RUNS'] ?? 100);
const SEED = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 2 ** 31);
const STEPS_PER_SEQUENCE = 40;
// Room for shrinking a failure.
const TIMEOUT_MS = 300_000 + SEQUENCES * 1_000;

describe('the ledger on PostgreSQL does what its rules say', () => {
  let real: TestLedger;
  beforeAll(async () => {
    real = await startTestLedger();
    await real.allow(TEST_TEMPLATES);
    // From here on time only goes forward, from sequence to sequence: a day that is closed stays closed.
    real.clock.set(new Date('2026-11-20T12:00:00.000Z'));
    process.stdout.write(`PROPERTY_SEED=${SEED} PROPERTY_RUNS=${SEQUENCES}\n`);
  });
  afterAll(async () => {
    await real.expectSound();
    await real.close();
  });

  it(
    'gives the verdicts of the model, the balances and entries of the model, and changes nothing when it refuses',
    async () => {
      const sequences = fc.array(STEP, {
        minLength: STEPS_PER_SEQUENCE / 4,
        maxLength: STEPS_PER_SEQUENCE,
        size: 'max',
      });
      await fc.assert(
        fc.asyncProperty(sequences, (steps) => playBoth(real, steps)),
        { numRuns: SEQUENCES, seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});

async function playBoth(real: TestLedger, steps: readonly Step[]): Promise<void> {
  const world = await openWorld(real);
  let before = await evidenceOf(real.pool, world.accounts, real.clock.now());
  for (const step of steps) {
    real.clock.advance(step.pauseMs);
    const verdicts = await playStep(real, world, step);
    const after = await evidenceOf(real.pool, world.accounts, real.clock.now());
    world.model.expire(real.clock.now());
    expect(after.filter(({ broken }) => broken.length > 0)).toEqual([]);
    expect(after.map(({ id, standing }) => ({ id, standing }))).toEqual(standingsOf(world.model));
    if (verdicts?.every(({ outcome }) => outcome !== 'posted')) expect(rowsOf(after)).toEqual(rowsOf(before));
    before = after;
  }
  expect(await entriesOf(real.pool, world.accounts)).toEqual(modelEntriesOf(world.model));
}

/** Plays it on both sides. Gives the verdicts when it was a posting. */
async function playStep(real: TestLedger, world: World, step: Step): Promise<readonly Verdict[] | undefined> {
  switch (step.type) {
    case 'close-day':
      await closeDay(real, world, step.agoMs);
      return undefined;
    case 'turn-account':
      await turnAccount(real, world, chosen(world.accounts, step.account));
      return undefined;
    case 'crowd':
      return playCrowd(real, world, step.batches);
    case 'post': {
      const commands = commandsOf(step.moves, world, real.clock.now());
      const wanted = world.model.post(commands, real.clock.now());
      forgetRefused(commands, wanted, world);
      expect(await postThrough(real, commands, step.moves[0]?.pick ?? 0)).toEqual(wanted);
      return wanted;
    }
  }
}

// The ledger has two doors and a rehearsal, and they must decide alike.
async function postThrough(
  real: TestLedger,
  commands: readonly LedgerCommand[],
  pick: number,
): Promise<readonly Verdict[]> {
  if (pick % 3 === 0) return real.transactions.run((tx) => real.ledger.postIn(tx, commands));
  const rehearsed = pick % 3 === 1 ? await real.ledger.dryRun(commands) : undefined;
  const verdicts = await real.ledger.post(commands);
  if (rehearsed) expect(rehearsed.verdicts).toEqual(verdicts);
  return verdicts;
}

// Of callers at the same moment nobody is first: what came of it must be what comes of it in some order, one by one.
async function playCrowd(
  { ledger, clock, pool }: TestLedger,
  world: World,
  crowd: readonly (readonly Move[])[],
): Promise<readonly Verdict[]> {
  const batches = crowd.map((moves) => commandsOf(moves, world, clock.now()));
  const verdicts = await Promise.all(batches.map((commands) => ledger.post(commands)));
  const found = JSON.stringify([verdicts, await entriesOf(pool, world.accounts)]);
  const model = ordersOf(batches.length)
    .map((order) => playInOrder(world.model.copy(), batches, order, clock.now()))
    .find((played) => JSON.stringify([played.verdicts, modelEntriesOf(played.model)]) === found)?.model;
  if (!model) throw new Error(`no order of ${inspect(batches, { depth: 4 })} gives ${found}`);
  world.model = model;
  batches.forEach((commands, index) => forgetRefused(commands, verdicts[index] ?? [], world));
  return verdicts.flat();
}

function playInOrder(model: Books, batches: readonly LedgerCommand[][], order: readonly number[], at: Date) {
  const verdicts: Verdict[][] = [];
  for (const index of order) verdicts[index] = model.post(batches[index] ?? [], at);
  return { model, verdicts };
}

function ordersOf(length: number): number[][] {
  if (length === 0) return [[]];
  return ordersOf(length - 1).flatMap((order) =>
    Array.from({ length }, (_, place) => order.toSpliced(place, 0, length - 1)),
  );
}

async function closeDay({ pool, clock, ids }: TestLedger, { model }: World, agoMs: number): Promise<void> {
  const through = new Date(clock.now().getTime() - agoMs);
  await pool.query(
    `select ledger_close_day(coalesce((select max(day) + 1 from ledger_business_day), date '2000-01-01'), $1, $2, $3)`,
    [through, ids.next(), clock.now()],
  );
  model.closeThrough(through);
}

/** Closes an open account, or opens a closed one. Frozen ones are left to freezes. */
async function turnAccount({ transactions, accounts, clock }: TestLedger, { model }: World, id: string): Promise<void> {
  const now = model.account(id)?.status;
  if (now !== 'open' && now !== 'closed') return;
  const status = now === 'open' ? 'closed' : 'open';
  await transactions.run((tx) => accounts.setStatus(tx, id, status, clock.now()));
  model.setStatus(id, status);
}

async function openWorld(real: TestLedger): Promise<World> {
  real.clock.advance(1_000);
  const { accounts, owners } = newWorldAccounts(real.ids);
  await real.transactions.run(async (tx) => {
    for (const { id, kind, asset, ownerId } of accounts) {
      await real.accounts.open(tx, { id, kind, asset, ownerId, owner: id }, real.clock.now());
    }
  });
  const model = new Books(TEST_TEMPLATES);
  const { rows } = await real.pool.query<{ closed: Date | null }>(
    'select max(closed_through) as closed from ledger_business_day',
  );
  if (rows[0]?.closed) model.closeThrough(rows[0].closed);
  const ids = accounts.map(({ id }) => id);
  for (const account of await real.accounts.findMany(ids, real.clock.now())) model.open(account);
  const funding = fundingOf(accounts, real.ids);
  expect(await real.ledger.post(funding)).toEqual(model.post(funding, real.clock.now()));
  return worldOf(accounts, owners, model, real.ids);
}

// What is pending is compared with the model alone: time goes on between two looks, and holds end.
function rowsOf(evidence: readonly AccountEvidence[]): string[] {
  return evidence.map(({ row }) => row);
}
