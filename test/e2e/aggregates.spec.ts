import { ACCOUNT_KINDS, POSTING_TEMPLATES } from '../../src/ledger/core/index.ts';
import { dayOf } from '../../src/shared/calendar-day.ts';
import { type Person, World } from '../support/world.ts';

const DAY_MS = 86_400_000;

interface Sum {
  readonly day: string | null;
  readonly kind: string | null;
  readonly asset: string;
  readonly count: number | string;
  readonly amount: number | string;
}

describe('reports on the whole ledger', () => {
  let world: World;
  let auditor: Person;
  let start: Date;
  let days: string[];

  beforeAll(async () => {
    world = await World.open();
    auditor = await world.person(['auditor']);
    // Noon, so that an hour more or less is the same day.
    world.clock.advance(DAY_MS - ((world.clock.now().getTime() - DAY_MS / 2) % DAY_MS));
    start = world.clock.now();
    days = [0, 1, 2].map((n) => dayOf(new Date(start.getTime() + n * DAY_MS)));
    const [from, to] = [await world.person(), await world.person()];
    const [source, target] = [await world.wallet(from, 10_000), await world.wallet(to)];
    await world.wallet(from, 500, 'USD');
    const pay = async (amount: number, effectiveAt?: Date) => {
      const body = { fromWalletId: source, toWalletId: target, amount, currency: 'INR', effectiveAt };
      expect((await world.post('/transfers', from, body)).status).toBe(201);
    };
    await pay(1);
    world.clock.advance(DAY_MS);
    await pay(10);
    await pay(20);
    world.clock.advance(DAY_MS);
    await pay(100);
    await pay(200, new Date(start.getTime() + DAY_MS));
  });
  afterAll(async () => {
    await world.expectSound();
    await world.close();
  });

  const periodOf = (fromMs: number, toMs: number): string =>
    `from=${new Date(start.getTime() + fromMs).toISOString()}&to=${new Date(start.getTime() + toMs).toISOString()}`;

  async function sums(query: string): Promise<Sum[]> {
    const { status, body } = await world.call<{ data: Sum[] }>('GET', `/admin/ledger/aggregates?${query}`, auditor);
    expect(status).toBe(200);
    return body.data;
  }

  it('sums up by kind, and never over two currencies', async () => {
    expect(await sums(periodOf(0, 3 * DAY_MS))).toEqual([
      { day: null, kind: 'card-top-up', asset: 'INR', count: 1, amount: 10_000 },
      { day: null, kind: 'card-top-up', asset: 'USD', count: 1, amount: 500 },
      { day: null, kind: 'transfer', asset: 'INR', count: 5, amount: 331 },
    ]);
    expect(await sums(`${periodOf(0, 3 * DAY_MS)}&asset=USD`)).toHaveLength(1);
    expect(await sums(`${periodOf(0, 3 * DAY_MS)}&kind=transfer`)).toHaveLength(1);
    expect(await sums(`${periodOf(0, 3 * DAY_MS)}&kind=nothing`)).toEqual([]);
  });

  it('sums up by day of two clocks', async () => {
    const byDay = async (clock: string) =>
      (await sums(`${periodOf(0, 3 * DAY_MS)}&groupBy=kind,day&kind=transfer&clock=${clock}`)).map(
        ({ day, count, amount }) => [day, count, amount],
      );
    expect(await byDay('effective')).toEqual([
      [days[0], 1, 1],
      [days[1], 3, 230],
      [days[2], 1, 100],
    ]);
    expect(await byDay('recorded')).toEqual([
      [days[0], 1, 1],
      [days[1], 2, 30],
      [days[2], 2, 300],
    ]);
    const [first] = await sums(`${periodOf(0, DAY_MS)}&groupBy=day&asset=INR`);
    expect(first).toEqual({ day: days[0], kind: null, asset: 'INR', count: 2, amount: 10_001 });
  });

  it('begins with its first moment and stops before its last', async () => {
    expect(await sums(`${periodOf(DAY_MS, 2 * DAY_MS)}&clock=recorded`)).toMatchObject([{ count: 2, amount: 30 }]);
    expect(await sums(`${periodOf(1, DAY_MS)}&clock=recorded`)).toEqual([]);
  });

  it('says sums that JSON numbers would lose as text', async () => {
    const ledger = await world.person();
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    await world.wallet(ledger, most, 'EUR');
    await world.wallet(await world.person(), most, 'EUR');
    const [sum] = await sums(`${periodOf(0, 3 * DAY_MS)}&asset=EUR`);
    expect(sum).toMatchObject({ count: 2, amount: (2n * most).toString() });
  });

  it('uses the index on time, not the whole table', async () => {
    const client = await world.owner.connect();
    try {
      await client.query('begin; set local enable_seqscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select kind, sum(amount) from ledger_transfer where created_at >= now() - interval '1 day' group by 1`,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('ledger_transfer_created_at_idx');
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it.each([
    ['backwards', periodOfText(1, 0)],
    ['too long', periodOfText(0, 367)],
  ])('refuses a period that is %s', async (_what, query) => {
    expect(await world.call('GET', `/admin/ledger/aggregates?${query}`, auditor)).toMatchObject({
      status: 422,
      body: { code: 'period_invalid' },
    });
  });

  it('shows the chart of accounts and every posting that it allows', async () => {
    const { status, body } = await world.call<{ accountKinds: object[]; postingTemplates: object[] }>(
      'GET',
      '/admin/ledger/chart',
      auditor,
    );
    expect(status).toBe(200);
    expect(body.accountKinds).toHaveLength(Object.keys(ACCOUNT_KINDS).length);
    expect(body.accountKinds).toContainEqual({ kind: 'wallet', normalSide: 'credit', overdraftLimit: 0 });
    expect(body.accountKinds).toContainEqual({ kind: 'provider-clearing', normalSide: 'debit', overdraftLimit: null });
    expect(body.postingTemplates).toEqual(POSTING_TEMPLATES);
    const { rows } = await world.owner.query(
      'select kind, debit_kind as debit, credit_kind as credit from ledger_posting_template',
    );
    expect(body.postingTemplates).toEqual(expect.arrayContaining(rows));
    expect(rows).toHaveLength(POSTING_TEMPLATES.length);
  });

  it('is for who may read the books', async () => {
    const customer = await world.person();
    for (const path of [`/admin/ledger/aggregates?${periodOf(0, 1)}`, '/admin/ledger/chart'])
      expect(await world.call('GET', path, customer)).toMatchObject({ status: 403 });
  });
});

function periodOfText(fromDay: number, toDay: number): string {
  const at = (day: number): string => new Date(Date.UTC(2026, 0, 1) + day * DAY_MS).toISOString();
  return `from=${at(fromDay)}&to=${at(toDay)}`;
}
