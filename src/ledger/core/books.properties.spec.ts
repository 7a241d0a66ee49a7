import fc from 'fast-check';
import {
  chosen,
  commandsOf,
  forgetRefused,
  STEP,
  type Move,
  type Step,
  type World,
} from '../../../test/support/ledger-steps.ts';
import { newPlainWorld } from '../../../test/support/ledger-world.ts';
import { balancesOf, limitOf } from './account.ts';
import type { Books } from './books.ts';
import { linkedSets } from './command-set.ts';
import type { LedgerCommand } from './command.ts';
import type { Entry } from './records.ts';
import type { Verdict } from './verdict.ts';

const NOON = new Date('2026-11-20T12:00:00.000Z');
const SEQUENCES = 40;
/** For a busy machine, and for shrinking a failure. */
const TIMEOUT_MS = 120_000;
const STEPS = fc.array(STEP, { minLength: 10, maxLength: 40, size: 'max' });

interface Happened {
  readonly world: World;
  readonly before: object;
  readonly commands: readonly LedgerCommand[];
  readonly verdicts: readonly Verdict[];
  readonly at: Date;
}

// One play for all facts: most of the time goes into playing.
it(
  'whatever happens, the books stay sound after every step',
  () => {
    fc.assert(fc.property(STEPS, play), { numRuns: SEQUENCES });
  },
  TIMEOUT_MS,
);

function play(steps: readonly Step[]): void {
  const world = newPlainWorld(NOON);
  let at = NOON;
  for (const step of steps) {
    at = new Date(at.getTime() + step.pauseMs);
    world.model.expire(at);
    const before = frozenCopy(world.model);
    const commands = commandsOf(movesOf(step), world, at);
    const verdicts = world.model.post(commands, at);
    forgetRefused(commands, verdicts, world);
    const happened = { world, before, commands, verdicts, at };
    expectSumsOfZero(happened);
    expectBalancesOfEntries(happened);
    expectWithinLimits(happened);
    expectNothingFromRefusals(happened);
    expectWholeSets(happened);
    expectNothingAgain(happened);
    if (step.type === 'close-day') world.model.closeThrough(new Date(at.getTime() - step.agoMs));
    if (step.type === 'turn-account') turn(world.model, chosen(world.accounts, step.account));
  }
  expectUnbrokenLines(world);
  expectNothingLeftAside(world, at);
}

function movesOf(step: Step): readonly Move[] {
  if (step.type === 'crowd') return step.batches.flat();
  return step.type === 'post' ? step.moves : [];
}

function turn(books: Books, id: string): void {
  const status = books.account(id)?.status;
  if (status !== 'frozen') books.setStatus(id, status === 'open' ? 'closed' : 'open');
}

function frozenCopy(books: Books): object {
  return { ...structuredClone(books) };
}

function expectSumsOfZero({ world: { model } }: Happened): void {
  const sums = new Map<string, bigint>();
  for (const { asset, posted } of model.accounts) sums.set(asset, (sums.get(asset) ?? 0n) + posted);
  expect([...sums.values()].filter((sum) => sum !== 0n)).toEqual([]);
}

function expectBalancesOfEntries({ world: { model } }: Happened): void {
  const sums = new Map<string, bigint>();
  for (const { accountId, amount } of model.entries) sums.set(accountId, (sums.get(accountId) ?? 0n) + amount);
  expect(model.accounts.filter(({ id, posted }) => posted !== (sums.get(id) ?? 0n))).toEqual([]);
}

/** Every entry starts where the one before it on its account ended, without gaps and without going back in time. */
function expectUnbrokenLines({ model }: World): void {
  const last = new Map<string, Entry>();
  const broken = model.entries.filter((entry) => {
    const previous = last.get(entry.accountId) ?? { version: 0n, balanceAfter: 0n, createdAt: NOON };
    last.set(entry.accountId, entry);
    return (
      entry.version !== previous.version + 1n ||
      entry.balanceBefore !== previous.balanceAfter ||
      entry.balanceAfter !== entry.balanceBefore + entry.amount ||
      entry.createdAt < previous.createdAt
    );
  });
  expect(broken).toEqual([]);
  expect(model.accounts.filter(({ id, version }) => version !== (last.get(id)?.version ?? 0n))).toEqual([]);
}

function expectWithinLimits({ world: { model } }: Happened): void {
  const beyond = model.accounts.filter((account) => {
    const { available } = balancesOf(account);
    const size = account.posted < 0n ? -account.posted : account.posted;
    return (available !== null && available < 0n) || size > limitOf(account) || account.frozen < 0n;
  });
  expect(beyond).toEqual([]);
}

/** When every hold is over and every freeze is released, nothing is pending or frozen. Also: what is over is over once. */
function expectNothingLeftAside({ model, sent }: World, at: Date): void {
  const end = new Date(at.getTime() + 3_600_000);
  model.expire(end);
  const once = frozenCopy(model);
  model.expire(end);
  expect(frozenCopy(model)).toEqual(once);
  for (const command of sent) {
    if (command.op === 'freeze') model.post([{ op: 'unfreeze', freeze: command.id }], end);
  }
  const left = model.accounts.filter(
    ({ pendingDebits, pendingCredits, frozen, status }) =>
      pendingDebits !== 0n || pendingCredits !== 0n || frozen !== 0n || status === 'frozen',
  );
  expect(left).toEqual([]);
}

function expectNothingFromRefusals({ world, before, verdicts }: Happened): void {
  if (verdicts.every(({ outcome }) => outcome !== 'posted')) expect(frozenCopy(world.model)).toEqual(before);
}

function expectWholeSets({ commands, verdicts }: Happened): void {
  let first = 0;
  for (const set of linkedSets(commands)) {
    const outcomes = verdicts.slice(first, first + set.length).map(({ outcome }) => outcome);
    expect(new Set(outcomes).size).toBe(1);
    first += set.length;
  }
}

function expectNothingAgain({ world, commands, verdicts, at }: Happened): void {
  const done = commands.filter((command, index) => 'id' in command && verdicts[index]?.outcome !== 'refused');
  const before = frozenCopy(world.model);
  expect(world.model.post(done, at)).toEqual(done.map(() => ({ outcome: 'exists' })));
  expect(frozenCopy(world.model)).toEqual(before);
}
