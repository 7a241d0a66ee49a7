import type { Person } from '../support/world.ts';
import {
  DAY_MS,
  expectToAddUp,
  HOUR_MS,
  statementPath,
  type StatementPage,
  StatementWorld,
} from './statement-world.ts';

let world: StatementWorld;
let auditor: Person;
beforeAll(async () => {
  world = await StatementWorld.open();
  auditor = await world.person(['auditor']);
});
afterEach(() => world.expectSound());
afterAll(() => world.close());

describe('a statement', () => {
  it('adds up over every period: opening balance, what came in and went out, closing balance', async () => {
    const steps = [500, -200, -1, 7, -306, 90, -90, 12, -400, 3];
    const { owner, walletId, times } = await world.told(steps);
    let balance = 1_000;
    const balances = [balance, ...steps.map((step) => (balance += step))];
    for (let from = 0; from < times.length; from += 1) {
      for (let to = from + 1; to < times.length; to += 3) {
        const path = statementPath(walletId, times[from] as Date, times[to] as Date, '&limit=3');
        const pages = await world.pagesOf(owner, path);
        expectToAddUp(pages);
        // The wallet's first 1000 were booked at the very first moment, which belongs to the period that begins with it.
        expect(pages[0]?.openingBalance).toBe(from === 0 ? 0 : balances[from]);
        expect(pages[0]?.closingBalance).toBe(balances[to]);
      }
    }
  });

  it('stays what it was on its first page while transfers are posted, also into its own period', async () => {
    const { owner, walletId, other, times } = await world.told([1, 2, 3, 4, 5, 6]);
    const path = statementPath(walletId, times[0] as Date, new Date(world.clock.now().getTime() + DAY_MS), '&limit=2');
    const pages = await world.pagesOf(owner, path, async () => {
      await world.post('/transfers', owner, { fromWalletId: walletId, toWalletId: other, amount: 9, currency: 'INR' });
    });
    expectToAddUp(pages);
    const headOf = ({ openingBalance, totalIn, totalOut, closingBalance, lineCount }: StatementPage) => [
      ...[openingBalance, totalIn, totalOut, closingBalance, lineCount],
    ];
    expect(pages.map(headOf)).toEqual(pages.map(() => [0, 1_021, 0, 1_021, 7]));
    expect(pages.flatMap(({ data }) => data.map(({ amount }) => amount))).toEqual([1_000, 1, 2, 3, 4, 5, 6]);
  });

  it('is in the order of recording, and shows when a backdated transfer took effect', async () => {
    const anHourAgo = (): string => new Date(world.clock.now().getTime() - HOUR_MS / 2).toISOString();
    const { owner, walletId, times } = await world.told([10, 20], (n) => (n === 1 ? { effectiveAt: anHourAgo() } : {}));
    const [page] = await world.pagesOf(owner, statementPath(walletId, times[1] as Date, times[2] as Date));
    expect(page?.data).toHaveLength(1);
    const [line] = page?.data ?? [];
    expect(Date.parse(line?.effectiveAt ?? '')).toBeLessThan(Date.parse(line?.createdAt ?? ''));
    expect(page).toMatchObject({ openingBalance: 1_010, closingBalance: 1_030 });
  });

  it.each([
    ['ends before it begins', 1, 0],
    ['is empty', 0, 0],
    ['is longer than 366 days', 0, 366 * DAY_MS + 1],
  ])('is refused for a period that %s', async (_what, fromMs, toMs) => {
    const { owner, walletId, times } = await world.told([]);
    const at = (ms: number): Date => new Date((times[0] as Date).getTime() + ms);
    const answer = await world.call('GET', statementPath(walletId, at(fromMs), at(toMs)), owner);
    expect(answer).toMatchObject({ status: 422, body: { code: 'period_invalid' } });
  });

  it('refuses the cursor of another period, and any cursor for a file', async () => {
    const { owner, walletId, times } = await world.told([1, 2, 3]);
    const [from, to] = [times[0] as Date, times[3] as Date];
    const { body } = await world.call('GET', statementPath(walletId, from, to, '&limit=1'), owner);
    const cursor = `&cursor=${String(body['nextCursor'])}`;
    for (const path of [
      statementPath(walletId, from, times[2] as Date, cursor),
      statementPath(walletId, from, to, `&format=csv${cursor}`),
    ])
      expect(await world.call('GET', path, owner)).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it("is the owner's, and an auditor's for any account", async () => {
    const { owner, walletId, times } = await world.told([-5]);
    const [from, to] = [times[0] as Date, times[1] as Date];
    for (const format of ['json', 'csv', 'pdf']) {
      const path = statementPath(walletId, from, to, `&format=${format}`);
      expect(await world.call('GET', path, await world.person())).toMatchObject({ status: 404 });
      expect(await world.call('GET', path.replace('/wallets', '/admin/ledger/accounts'), owner)).toMatchObject({
        status: 403,
      });
    }
    const accounts = await world.call<{ data: { id: string }[] }>(
      'GET',
      '/admin/ledger/accounts?kind=provider-clearing',
      auditor,
    );
    const clearing = accounts.body.data[0]?.id ?? '';
    const path = statementPath(clearing, from, new Date(to.getTime() + DAY_MS)).replace(
      '/wallets',
      '/admin/ledger/accounts',
    );
    expectToAddUp(await world.pagesOf(auditor, path));
  });
});
