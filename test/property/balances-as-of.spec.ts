import fc from 'fast-check';
import type { TransferCommand, Verdict } from '../../src/ledger/core/index.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, sealing and its snapshots. The model is a replay of all entries.

const HISTORIES = Number(process.env['PROPERTY_RUNS'] ?? 25);
const TIMEOUT_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPENED_AT = new Date('2026-10-25T21:00:00.000Z');

interface Step {
  readonly pause: number;
  readonly toMidnight: boolean;
  readonly topUp: boolean;
  readonly swap: boolean;
  readonly amount: number;
  /** How long before it is written the transfer took effect; undefined is when it is written. */
  readonly backdatedBy?: number;
  readonly seal: boolean;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  pause: fc.oneof(fc.constantFrom(0, 1, HOUR_MS), fc.nat(2 * DAY_MS)),
  toMidnight: fc.boolean(),
  topUp: fc.boolean(),
  swap: fc.boolean(),
  amount: fc.integer({ min: 1, max: 9 }),
  backdatedBy: fc.option(fc.oneof(fc.constantFrom(1, HOUR_MS, DAY_MS), fc.nat(6 * DAY_MS)), { nil: undefined }),
  seal: fc.boolean(),
});

type Accounts = readonly [clearing: string, wallet: string, other: string];

interface EntryRow {
  readonly account_id: string;
  readonly amount: string;
  readonly effective_at: Date;
  readonly created_at: Date;
}

describe('a balance as of a moment', () => {
  let books: TestLedger;
  beforeAll(async () => {
    books = await startTestLedger();
    for (const month of ['2026-10-01', '2026-11-01', '2026-12-01']) {
      await books.pool.query('select ledger_make_partition($1)', [month]);
    }
  });
  afterAll(() => books.close());

  it(
    'is what a replay of the entries up to it gives, by both clocks',
    async () => {
      const histories = fc.array(STEP, { minLength: 5, maxLength: 40, size: 'max' });
      await fc.assert(
        fc.asyncProperty(histories, (steps) => playAndCompare(books, steps)),
        { numRuns: HISTORIES },
      );
      await books.expectSound();
    },
    TIMEOUT_MS,
  );
});

async function playAndCompare(books: TestLedger, steps: readonly Step[]): Promise<void> {
  const accounts = await play(books, steps);
  const { rows } = await books.pool.query<EntryRow>('select * from ledger_entry where account_id = any($1)', [
    accounts,
  ]);
  const moments = momentsOf(rows);
  for (const account of accounts) {
    const entries = rows.filter((row) => row.account_id === account);
    for (const moment of moments) {
      for (const clock of ['effective', 'recorded'] as const) {
        const found = await books.balances.posted(account, moment, clock);
        expect({ account, moment, clock, found }).toEqual({
          account,
          moment,
          clock,
          found: replay(entries, moment, clock),
        });
      }
    }
  }
  const last = moments.at(-1);
  if (last)
    expect((await books.books.trialBalance(last)).filter(({ debits, credits }) => debits !== credits)).toEqual([]);
}

async function play(books: TestLedger, steps: readonly Step[]): Promise<Accounts> {
  books.clock.set(OPENED_AT);
  const clearing = await books.open('provider-clearing', 'INR');
  const accounts: Accounts = [clearing, await books.open('wallet', 'INR'), await books.open('wallet', 'INR')];
  for (const step of steps) {
    books.clock.advance(step.pause);
    const now = books.clock.now().getTime();
    if (step.toMidnight) books.clock.set(new Date(Math.ceil(now / DAY_MS) * DAY_MS));
    const [verdict] = await books.ledger.post([commandOf(books, accounts, step)]);
    expect(verdict && postedOrPoor(verdict)).toBe(true);
    if (step.seal) await books.seal();
  }
  return accounts;
}

function postedOrPoor(verdict: Verdict): boolean {
  return verdict.outcome === 'posted' || (verdict.outcome === 'refused' && verdict.code === 'insufficient_funds');
}

function commandOf(books: TestLedger, [clearing, one, other]: Accounts, step: Step): TransferCommand {
  const effective = Math.max(OPENED_AT.getTime(), books.clock.now().getTime() - (step.backdatedBy ?? 0));
  const [from, to] = step.swap ? [other, one] : [one, other];
  return {
    op: 'transfer',
    id: books.ids.next(),
    ...(step.topUp ? { kind: 'card-top-up', debit: clearing } : { kind: 'transfer', debit: from }),
    credit: to,
    amount: BigInt(step.amount),
    asset: 'INR',
    effectiveAt: step.backdatedBy === undefined ? undefined : new Date(effective),
  };
}

/** Where an answer could be wrong by one: around every entry and around every end of a day. */
function momentsOf(rows: readonly EntryRow[]): Date[] {
  const times = new Set<number>();
  for (const { effective_at: effective, created_at: created } of rows) {
    const midnight = Math.ceil((created.getTime() + 1) / DAY_MS) * DAY_MS;
    for (const time of [effective.getTime(), created.getTime(), midnight])
      times
        .add(time)
        .add(time - 1)
        .add(time + 1);
  }
  return [...times].sort((a, b) => a - b).map((time) => new Date(time));
}

function replay(entries: readonly EntryRow[], moment: Date, clock: 'effective' | 'recorded'): bigint {
  const counted = entries.filter((entry) => (clock === 'effective' ? entry.effective_at : entry.created_at) <= moment);
  return counted.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}
