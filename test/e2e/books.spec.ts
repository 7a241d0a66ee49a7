import { World, type Person } from '../support/world.ts';

describe('the books', () => {
  let world: World;
  let auditor: Person;
  beforeAll(async () => {
    world = await World.open();
    auditor = await world.person(['auditor']);
  });
  afterAll(() => world.close());

  it('shows a trial balance whose two sides are equal, now and as of a moment', async () => {
    const alice = await world.person();
    await world.wallet(alice, 700);
    await world.wallet(alice, 300, 'USD');
    const { status, body } = await world.call('GET', '/admin/ledger/trial-balance', auditor);
    expect(status).toBe(200);
    expect(body).toEqual({
      balanced: true,
      assets: [
        { asset: 'INR', debits: 700, credits: 700, net: 0 },
        { asset: 'USD', debits: 300, credits: 300, net: 0 },
      ],
    });
    const before = await world.call('GET', '/admin/ledger/trial-balance?asOf=2020-01-01T00:00:00.000Z', auditor);
    expect(before.body).toEqual({ balanced: true, assets: [] });
  });

  it('verifies itself', async () => {
    const { status, body } = await world.call('POST', '/admin/ledger/verify', auditor);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, problems: [], checked: { transfers: 2, entries: 4 } });
  });

  it('finds a balance that was changed behind its back', async () => {
    const pool = world.owner;
    await pool.query('alter table ledger_account disable trigger user');
    await pool.query(`update ledger_account set posted = posted + 5 where code = 'provider-clearing:sandbox:USD'`);
    const { body } = await world.call<{ ok: boolean; problems: { check: string }[] }>(
      'POST',
      '/admin/ledger/verify',
      auditor,
    );
    expect(body.ok).toBe(false);
    expect(body.problems.map(({ check }) => check)).toEqual([
      'every asset sums to zero',
      'every balance is the sum of its entries',
    ]);
    expect((await world.call('GET', '/admin/ledger/trial-balance', auditor)).body).toMatchObject({ balanced: false });
    await pool.query(`update ledger_account set posted = posted - 5 where code = 'provider-clearing:sandbox:USD'`);
    await pool.query('alter table ledger_account enable trigger user');
    await world.expectSound();
  });

  it('verifies one at a time, in one snapshot, and lets go of everything', async () => {
    const other = await world.owner.connect();
    try {
      await other.query(`begin; select pg_advisory_xact_lock(hashtextextended('ledger:verify', 0))`);
      const refused = await world.call('POST', '/admin/ledger/verify', auditor);
      expect(refused).toMatchObject({ status: 409, body: { code: 'job_running' } });
    } finally {
      await other.query('rollback');
      other.release();
    }
    for (let n = 0; n < 20; n += 1) {
      expect((await world.call('POST', '/admin/ledger/verify', auditor)).status).toBe(200);
    }
    expect(world.postgres.replica.idleCount).toBe(world.postgres.replica.totalCount);
  });

  it('is closed to customers', async () => {
    const customer = await world.person();
    expect(await world.call('GET', '/admin/ledger/trial-balance', customer)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await world.call('POST', '/admin/ledger/verify', customer)).toMatchObject({ status: 403 });
    expect(await world.call('GET', '/admin/ledger/trial-balance')).toMatchObject({ status: 401 });
  });
});
