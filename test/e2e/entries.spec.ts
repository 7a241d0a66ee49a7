import { MAX_ENTRIES_EXAMINED } from '../../src/ledger/entry-pages.repository.ts';
import { Ledger } from '../../src/ledger/index.ts';
import { type Person, World } from '../support/world.ts';

const HOUR_MS = 3_600_000;

interface Listed {
  readonly id: string;
  readonly amount: number;
  readonly balanceBefore: number | string;
  readonly balanceAfter: number | string;
  readonly operationType: string;
  readonly reference: string | null;
  readonly effectiveAt: string;
  readonly createdAt: string;
}

interface EntryPage {
  readonly data: Listed[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('the entries of an account', () => {
  let world: World;
  let auditor: Person;
  beforeAll(async () => {
    world = await World.open();
    auditor = await world.person(['auditor']);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  /** Two people with wallets; the first pays the second what the list says, an hour apart. */
  async function paid(amounts: readonly number[], more: (n: number) => object = () => ({})) {
    const [from, to] = [await world.person(), await world.person()];
    const [source, target] = [await world.wallet(from, 1_000_000), await world.wallet(to)];
    const times: Date[] = [];
    for (const [n, amount] of amounts.entries()) {
      world.clock.advance(HOUR_MS);
      times.push(world.clock.now());
      const body = { fromWalletId: source, toWalletId: target, amount, currency: 'INR', ...more(n) };
      expect((await world.post('/transfers', from, body)).status).toBe(201);
    }
    return { from, to, source, target, times };
  }

  async function listed(person: Person, path: string, query: Record<string, string | number> = {}): Promise<EntryPage> {
    const asked = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
    );
    const { status, body } = await world.call<EntryPage>('GET', `${path}?${asked.toString()}`, person);
    expect(status).toBe(200);
    return body;
  }
  const amountsOf = ({ data }: EntryPage): number[] => data.map(({ amount }) => amount);

  it('are found by direction, amount, kind and reference, each alone and together', async () => {
    const { from, to, source, target } = await paid([5, 50, 500, 50], (n) => ({ reference: `bill-${n}` }));
    const [mine, theirs] = [`/wallets/${source}/entries`, `/wallets/${target}/entries`];
    expect(amountsOf(await listed(from, mine, { direction: 'in' }))).toEqual([1_000_000]);
    expect(amountsOf(await listed(from, mine, { direction: 'out' }))).toEqual([-50, -500, -50, -5]);
    expect(amountsOf(await listed(to, theirs, { direction: 'out' }))).toEqual([]);
    expect(amountsOf(await listed(to, theirs, { minAmount: 50 }))).toEqual([50, 500, 50]);
    expect(amountsOf(await listed(to, theirs, { maxAmount: 50, minAmount: 6 }))).toEqual([50, 50]);
    expect(amountsOf(await listed(from, mine, { kind: 'card-top-up' }))).toEqual([1_000_000]);
    expect((await listed(to, theirs, { reference: 'bill-2' })).data).toMatchObject([
      { amount: 500, reference: 'bill-2', operationType: 'transfer' },
    ]);
    expect(amountsOf(await listed(to, theirs, { reference: 'bill-2', maxAmount: 499 }))).toEqual([]);
  });

  it('are found by when they took effect and by when they were recorded, which are two things', async () => {
    const { from, to, source, target, times } = await paid([1, 2, 3, 4]);
    const [, second, third] = times.map((time) => time.toISOString()) as [string, string, string, string];
    const effectiveAt = new Date(Date.parse(second) + 1_000).toISOString();
    world.clock.advance(HOUR_MS);
    const backdated = { fromWalletId: source, toWalletId: target, amount: 9, currency: 'INR', effectiveAt };
    expect((await world.post('/transfers', from, backdated)).status).toBe(201);

    const path = `/wallets/${target}/entries`;
    expect(amountsOf(await listed(to, path, { from: second, to: third }))).toEqual([9, 2]);
    expect(amountsOf(await listed(to, path, { recordedFrom: second, recordedTo: third }))).toEqual([2]);
    expect(amountsOf(await listed(to, path, { recordedFrom: third }))).toEqual([9, 4, 3]);
    expect(amountsOf(await listed(to, path, { recordedTo: second }))).toEqual([1]);
    expect(amountsOf(await listed(to, path, { recordedFrom: third, to: third }))).toEqual([9]);
    expect(amountsOf(await listed(to, path, { from: '2190-01-01T00:00:00Z' }))).toEqual([]);
    expect(amountsOf(await listed(to, path, { recordedTo: '1990-01-01T00:00:00Z' }))).toEqual([]);
  });

  it('are paged without a gap and without a repetition while others are posted', async () => {
    const { from, to, source, target } = await paid([1, 2, 3, 4, 5, 6, 7]);
    const seen: Listed[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string | number> = { limit: 2, direction: 'in', ...(cursor ? { cursor } : {}) };
      const page: EntryPage = await listed(to, `/wallets/${target}/entries`, query);
      seen.push(...page.data);
      cursor = page.nextCursor;
      const body = { fromWalletId: source, toWalletId: target, amount: 100, currency: 'INR' };
      await world.post('/transfers', from, body);
    }
    expect(seen.map(({ amount }) => amount)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
    seen.reverse().forEach((entry, n, all) => expect(entry.balanceBefore).toBe(all[n - 1]?.balanceAfter ?? 0));
  });

  it.each(['direction=out', 'minAmount=1', 'kind=transfer', 'reference=x', 'recordedFrom=2020-01-01T00:00:00Z', ''])(
    'refuse a cursor that was given for other filters than "%s"',
    async (filters) => {
      const { to, target } = await paid([1, 2, 3]);
      const path = `/wallets/${target}/entries`;
      const { nextCursor } = await listed(to, path, { limit: 1, direction: 'in' });
      const answer = await world.call('GET', `${path}?limit=1&${filters}&cursor=${nextCursor}`, to);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    },
  );

  it('of which few are wanted are looked for in bounded pages that lead to them', async () => {
    const [from, to] = [await world.person(), await world.person()];
    const [source, target] = [await world.wallet(from, 1_000_000), await world.wallet(to)];
    const ledger = world.app.get(Ledger);
    const transfer = (reference?: string) => ({
      ...{ op: 'transfer' as const, id: world.newId(), kind: 'transfer', debit: source, credit: target },
      ...{ amount: 1n, asset: 'INR', reference },
    });
    await ledger.post([transfer('needle')]);
    for (let posted = 0; posted < MAX_ENTRIES_EXAMINED; posted += 500)
      await ledger.post(Array.from({ length: 500 }, () => transfer()));

    const path = `/wallets/${target}/entries`;
    const first = await listed(to, path, { reference: 'needle' });
    expect(first).toMatchObject({ data: [], hasMore: true });
    const second = await listed(to, path, { reference: 'needle', cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ data: [{ reference: 'needle' }], hasMore: false, nextCursor: null });
  });

  it('of any account are for who may read the books', async () => {
    const { source, target } = await paid([10]);
    const { body } = await world.call<{ data: { id: string }[] }>(
      'GET',
      '/admin/ledger/accounts?kind=provider-clearing&asset=INR',
      auditor,
    );
    const clearing = body.data[0]?.id ?? '';
    const path = `/admin/ledger/accounts/${clearing}/entries`;
    const page = await listed(auditor, path, { limit: 1, direction: 'in' });
    expect(page.data).toMatchObject([{ amount: 1_000_000, operationType: 'card-top-up' }]);
    expect(amountsOf(await listed(auditor, `/admin/ledger/accounts/${target}/entries`))).toEqual([10]);
    expect(await world.call('GET', path, await world.person())).toMatchObject({ status: 403 });
    expect(
      await world.call('GET', `/admin/ledger/accounts/${source.replace(/^./, 'f')}/entries`, auditor),
    ).toMatchObject({
      status: 404,
    });
    expect(await world.call('GET', `/wallets/${clearing}/entries`, auditor)).toMatchObject({ status: 403 });
    expect(await world.call('GET', `/wallets/${target}/entries`, await world.person())).toMatchObject({ status: 404 });
  });
});
