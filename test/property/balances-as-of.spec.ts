import fc from 'fast-check';
import type { TransferCommand, Verdict } from '../../src/ledger/core/index.ts';
import type { TrialBalanceLine } from '../../src/ledger/index.ts';
import { startTestLedger, type TestLedger } from '../support/test-ledger.ts';

// Real: PostgreSQL, sealing, closed days and their anchors. The model is a replay of all entries. Histories follow one another
// in time, because a day that one of them closed stays closed.

const HISTORIES = Number(process.env['PROPERTY_RUNS'] ?? 25);
const TIMEOUT_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEGIN = new Date('2026-10-25T21:00:00.000Z');

interface Step {
  readonly pause: number;
  readonly toMidnight: boolean;
  readonly topUp: boolean;
  readonly swap: boolean;
  readonly amount: number;
  /** How long before it is written the transfer took effect; undefined is when it is written. */
  readonly backdatedBy?: number;
  readonly seal: boolean;
  /** Close and anchor all days that were over so many days ago. */
  readonly closeDaysBefore?: number;
}

const STEP: fc.Arbitrary<Step> = fc.record({
  pause: fc.oneof(fc.constantFrom(0, 1, HOUR_MS), fc.nat(2 * DAY_MS)),
  toMidnight: fc.boolean(),
  topUp: fc.boolean(),
  swap: fc.boolean(),
  amount: fc.integer({ min: 1, max: 9 }),
  backdatedBy: fc.option(fc.oneof(fc.constantFrom(1, HOUR_MS, DAY_MS), fc.nat(6 * DAY_MS)), { nil: undefined }),
  seal: fc.boolean(),
  closeDaysBefore: fc.option(fc.nat(4), { nil: undefined, freq: 6 }),
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
    books.clock.set(BEGIN);
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
      expect(await books.anchors.list(undefined, 1)).not.toHaveLength(0);
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
  for (const moment of moments.slice(-4)) {
    expect(await books.books.trialBalance(moment)).toEqual(await replayedTrialBalance(books, moment));
  }
}

async function play(books: TestLedger, steps: readonly Step[]): Promise<Accounts> {
  books.clock.advance(DAY_MS);
  const openedAt = books.clock.now();
  const clearing = await books.open('provider-clearing', 'INR');
  const accounts: Accounts = [clearing, await books.open('wallet', 'INR'), await books.open('wallet', 'INR')];
  for (const step of steps) {
    books.clock.advance(step.pause);
    const now = books.clock.now().getTime();
    if (step.toMidnight) books.clock.set(new Date(Math.ceil(now / DAY_MS) * DAY_MS));
    const [verdict] = await books.ledger.post([commandOf(books, accounts, step, openedAt)]);
    expect(verdict && postedOrRefused(verdict)).toBe(true);
    if (step.seal) await books.seal();
    if (step.closeDaysBefore !== undefined) await closeDays(books, step.closeDaysBefore);
  }
  return accounts;
}

const MAY_BE_REFUSED: readonly string[] = ['insufficient_funds', 'effective_at_in_closed_day'];

function postedOrRefused(verdict: Verdict): boolean {
  return verdict.outcome === 'posted' || (verdict.outcome === 'refused' && MAY_BE_REFUSED.includes(verdict.code));
}

async function closeDays(books: TestLedger, ago: number): Promise<void> {
  const sql = `
    select ledger_close_day(day::date, day + interval '1 day', $1, $3)
      from generate_series(coalesce((select max(day) + 1 from ledger_business_day), $2::date)::timestamptz,
                           $3::timestamptz - make_interval(days => $4), interval '1 day') day`;
  await books.pool.query(sql, [books.ids.next(), BEGIN, books.clock.now(), ago]);
  while ((await books.anchors.anchorNext(books.clock.now())) !== undefined);
}

function commandOf(books: TestLedger, [clearing, one, other]: Accounts, step: Step, openedAt: Date): TransferCommand {
  const effective = Math.max(openedAt.getTime(), books.clock.now().getTime() - (step.backdatedBy ?? 0));
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

async function replayedTrialBalance(books: TestLedger, moment: Date): Promise<TrialBalanceLine[]> {
  const sql = `
    select coalesce(sum(-posted) filter (where posted < 0), 0)::text as debits, coalesce(sum(posted) filter (where posted > 0), 0)::text as credits
      from (select sum(amount) as posted from ledger_entry where effective_at <= $1 group by account_id) b`;
  const { rows } = await books.pool.query<{ debits: string; credits: string }>(sql, [moment]);
  return rows.map(({ debits, credits }) => ({ asset: 'INR', debits: BigInt(debits), credits: BigInt(credits) }));
}
