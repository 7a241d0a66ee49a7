import { SealEntries } from '../../src/ledger/index.ts';
import { dayOf } from '../../src/shared/calendar-day.ts';
import { World, type Person } from '../support/world.ts';

const DAY_MS = 24 * 3_600_000;

interface AnchorPage {
  readonly data: readonly { readonly day: string; readonly root: string; readonly previousRoot: string | null }[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('anchors', () => {
  let world: World;
  let auditor: Person;
  let days: string[];

  beforeAll(async () => {
    world = await World.open({ LEDGER_RETENTION_MONTHS: '6' });
    auditor = await world.person(['auditor']);
    await world.wallet(await world.person(), 700);
    const start = Math.ceil(world.clock.now().getTime() / DAY_MS) * DAY_MS;
    days = [0, 1, 2].map((n) => dayOf(new Date(start + (n - 1) * DAY_MS)));
    for (const [n, day] of days.entries()) {
      world.clock.set(new Date(start + n * DAY_MS + 1));
      const closing = [day, new Date(start + n * DAY_MS), auditor.id, world.clock.now()];
      await world.owner.query('select ledger_close_day($1, $2, $3, $4)', closing);
    }
    await world.app.get(SealEntries).drain();
  });
  afterAll(async () => {
    await world.expectSound();
    await world.close();
  });

  const page = async (path: string): Promise<AnchorPage> => (await world.call<AnchorPage>('GET', path, fresh())).body;
  // The clock went on by days.
  const fresh = (): Person => ({ id: auditor.id, token: world.tokenOf(auditor.id) });

  it('are made by a job of each closed day, and are listed newest first, page by page', async () => {
    const admin = await world.person(['admin']);
    const run = await world.call('POST', '/admin/jobs/anchor-ledger-days/run', admin);
    expect(run).toMatchObject({ status: 201, body: { status: 'succeeded', processed: 3 } });

    const first = await page('/admin/ledger/anchors?limit=2');
    expect(first).toMatchObject({ hasMore: true, data: [{ day: days[2] }, { day: days[1] }] });
    const second = await page(`/admin/ledger/anchors?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({
      hasMore: false,
      nextCursor: null,
      data: [{ day: days[0], previousRoot: null, snapshots: 2 }],
    });
    expect(first.data[1]?.previousRoot).toBe(second.data[0]?.root);
    expect(first.data[0]?.root).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are for whoever may read the ledger', async () => {
    const customer = await world.person();
    expect(await world.call('GET', '/admin/ledger/anchors', customer)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await world.call('GET', '/admin/ledger/anchors')).toMatchObject({ status: 401 });
    const forged = await world.call('GET', '/admin/ledger/anchors?cursor=bm90LW91cnM', fresh());
    expect(forged).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it('let nothing go that is younger than what is to be kept', async () => {
    const admin = await world.person(['admin']);
    const run = await world.call('POST', '/admin/jobs/detach-ledger-partitions/run', admin);
    expect(run).toMatchObject({ status: 201, body: { status: 'succeeded', processed: 0 } });
  });

  it('answers 410 for a balance from before what is kept', async () => {
    const owner = await world.person();
    const now = world.clock.now();
    const horizon = new Date(now.getTime() - 400 * DAY_MS);
    // Older than what is kept, and empty since.
    world.clock.set(new Date(horizon.getTime() - DAY_MS));
    const wallet = await world.wallet(owner, 0);
    world.clock.set(now);
    await world.owner.query(`insert into ledger_retention values ($1, 'a month', 0, $1)`, [horizon]);
    const asOf = new Date(horizon.getTime() - 1).toISOString();
    for (const clock of ['effective', 'recorded']) {
      const found = await world.call('GET', `/wallets/${wallet}/balance?asOf=${asOf}&clock=${clock}`, owner);
      expect(found).toMatchObject({ status: 410, body: { code: 'before_retention' } });
    }
    const kept = await world.call('GET', `/wallets/${wallet}/balance?asOf=${horizon.toISOString()}`, owner);
    expect(kept).toMatchObject({ status: 200, body: { balance: 0 } });
    expect(await world.call('GET', `/admin/ledger/trial-balance?asOf=${asOf}`, fresh())).toMatchObject({
      status: 410,
      body: { code: 'before_retention' },
    });
  });
});
