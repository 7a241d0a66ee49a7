import { OutboxRelay } from '../../src/platform/events/outbox-relay.ts';
import { Settings } from '../../src/modules/settings/index.ts';
import { SETTING_KEYS } from '../../src/modules/settings/settings-catalogue.ts';
import { type Body, type Person, transferWish, World } from '../support/world.ts';

const FEE = 'orders.platform_fee_basis_points';
const MAX = 'transfers.max_amount';

describe('settings', () => {
  let world: World;
  let admin: Person;
  let auditor: Person;

  beforeAll(async () => {
    world = await World.open({ PLATFORM_FEE_BASIS_POINTS: '700' });
    [admin, auditor] = [await world.person(['admin']), await world.person(['auditor'])];
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const read = async (key: string, by = admin) => (await world.call('GET', `/admin/settings/${key}`, by)).body;
  const set = (key: string, value: unknown, headers = {}, by = admin) =>
    world.call<Body>('PUT', `/admin/settings/${key}`, by, { body: { value, reason: 'Because' }, headers });
  const history = async (key: string, by = admin, query = '') =>
    (await world.call<{ data: Body[]; nextCursor: string | null }>('GET', `/admin/settings/${key}/history${query}`, by))
      .body;

  it('are all listed, with what they are while nobody sets them: what the environment says', async () => {
    const { body } = await world.call<{ data: Body[] }>('GET', '/admin/settings', admin);
    expect(body.data.map(({ key }) => key)).toEqual(SETTING_KEYS);
    expect(body.data.find(({ key }) => key === FEE)).toMatchObject({
      ...{ type: 'whole', bounds: { min: 0, max: 10_000 }, value: 700, defaultValue: 700 },
      ...{ isSet: false, version: 0, changedBy: null, changedAt: null },
    });
  });

  it('are set and set back, felt at once, and each change is written down', async () => {
    const key = 'orders.lifetime_seconds';
    expect(await set(key, 3_600)).toMatchObject({
      status: 200,
      body: { value: 3_600, isSet: true, version: 1, changedBy: admin.id },
    });
    expect(world.app.get(Settings).get(key)).toBe(3_600);
    expect((await set(key, 3_600)).body).toMatchObject({ version: 1 });
    expect((await set(key, null)).body).toMatchObject({ value: 86_400, isSet: false, version: 2 });
    expect(world.app.get(Settings).get(key)).toBe(86_400);
    const { data } = await history(key);
    expect(
      data.map(({ version, before, after, reason, changedBy }) => [version, before, after, reason, changedBy]),
    ).toEqual([
      [2, 3_600, null, 'Because', admin.id],
      [1, null, 3_600, 'Because', admin.id],
    ]);
    const [first] = [await history(key, admin, '?limit=1')];
    expect((await history(key, admin, `?limit=1&cursor=${first.nextCursor}`)).data).toMatchObject([{ version: 1 }]);
  });

  it('take nothing out of their bounds, of another type, or that nobody declared', async () => {
    const refused: [string, unknown][] = [
      ...([-1, 10_001, true, 'x', { INR: 1 }] as unknown[]).map((value): [string, unknown] => [FEE, value]),
      ...([5, { inr: 1 }, { INR: 0 }, { INR: -5 }] as unknown[]).map((value): [string, unknown] => [MAX, value]),
    ];
    for (const [key, value] of refused)
      expect(await set(key, value)).toMatchObject({ status: 422, body: { code: 'setting_value_invalid' } });
    expect((await set(FEE, 1.5)).status).toBe(400);
    for (const key of ['no.such', '__proto__', 'constructor', 'toString'])
      expect(await set(key, 1)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await read(FEE)).toMatchObject({ version: 0 });
  });

  it('refuse a change of a version that was changed meanwhile', async () => {
    const key = 'exchange.quote_seconds';
    expect((await set(key, 60, { 'if-match': '"0"' })).status).toBe(200);
    expect(await set(key, 90, { 'if-match': '"0"' })).toMatchObject({ status: 412, body: { code: 'stale_version' } });
    expect((await set(key, 90, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('of several who change one version, one does', async () => {
    const key = 'presence.max_check_in_meters';
    const tries = await Promise.all([100, 200, 300, 400].map((value) => set(key, value, { 'if-match': '"0"' })));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    expect((await history(key)).data).toHaveLength(1);
  });

  it('are read by an auditor, who sees nothing confidential and changes nothing', async () => {
    await set(MAX, { INR: 1_000_000 });
    expect(await read(MAX)).toMatchObject({ value: { INR: 1_000_000 }, sensitivity: 'confidential' });
    expect(await read(MAX, auditor)).toMatchObject({ value: null, defaultValue: null, isSet: true, version: 1 });
    expect((await history(MAX, auditor)).data).toMatchObject([{ before: null, after: null, reason: 'Because' }]);
    expect((await history(MAX)).data).toMatchObject([{ after: { INR: 1_000_000 } }]);
    expect(await set(MAX, null, {}, auditor)).toMatchObject({ status: 403 });
    expect((await world.call('GET', '/admin/settings', await world.person())).status).toBe(403);
    await set(MAX, null);
  });

  it('have a history that PostgreSQL writes and nobody changes', async () => {
    const { prisma } = world.postgres;
    await set(FEE, 600);
    await expect(prisma.settingChange.deleteMany()).rejects.toThrow('permission denied');
    await expect(world.owner.query('delete from setting_change')).rejects.toThrow('is kept');
    await expect(world.owner.query(`update setting_change set reason = 'x'`)).rejects.toThrow('is kept');
    await expect(prisma.setting.deleteMany()).rejects.toThrow('is kept');
    const where = { key: FEE };
    await expect(prisma.setting.update({ where, data: { value: 1 } })).rejects.toThrow('grows by one');
  });

  it('are announced, without the value', async () => {
    await world.app.get(OutboxRelay).drain();
    const where = { type: 'setting.changed', aggregateId: `setting:${MAX}` };
    const [event] = await world.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
    expect(event).toMatchObject({ payload: { key: MAX, version: 1 }, lastError: null });
    expect(Object.keys(event?.payload as object).sort()).toEqual(['key', 'version']);
  });

  describe('that limit what one transfer may move', () => {
    it('hold for transfers, batches, holds and dry runs, and not for what is repeated', async () => {
      const { alice, from, to } = await world.pair(10_000);
      const wish = transferWish({ from, to }, { amount: 600 });
      const done = await world.post<{ id: string }>('/transfers', alice, wish, 'limit-1');
      expect(done.status).toBe(201);
      await set(MAX, { INR: 500 });
      const tooMuch = { status: 422, body: { code: 'amount_above_limit' } };
      expect(await world.post('/transfers', alice, wish)).toMatchObject(tooMuch);
      expect(await world.post('/transfers', alice, wish, 'limit-1')).toMatchObject({
        status: 201,
        body: { id: done.body.id },
      });
      expect((await world.post('/transfers', alice, transferWish({ from, to }, { amount: 500 }))).status).toBe(201);
      const transfers = [transferWish({ from, to }, { amount: 1 }), wish];
      expect(await world.post('/transfers/batch', alice, { transfers })).toMatchObject(tooMuch);
      const hold = { walletId: from, toWalletId: to, amount: 501, currency: 'INR', expiresInSeconds: 60 };
      expect(await world.post('/holds', alice, hold)).toMatchObject(tooMuch);
      const dry = await world.call('POST', '/transfers?dryRun=true', alice, { body: wish });
      expect(dry.body).toMatchObject({ results: [{ status: 'refused', code: 'amount_above_limit' }] });
      await set(MAX, null);
      expect((await world.post('/transfers', alice, wish)).status).toBe(201);
    });

    it('refuse what is sent again under its key as they did first, also when they were raised meanwhile', async () => {
      const { alice, from, to } = await world.pair(10_000);
      const wish = transferWish({ from, to }, { amount: 600 });
      const hold = { walletId: from, toWalletId: to, amount: 600, currency: 'INR', expiresInSeconds: 60 };
      const scheduledFor = new Date(world.clock.now().getTime() + 60_000).toISOString();
      const wishes: [string, Body][] = [
        ['/transfers', wish],
        ['/transfers/batch', { transfers: [wish] }],
        ['/holds', hold],
        ['/transfers/scheduled', { ...wish, scheduledFor }],
      ];
      const tooMuch = { status: 422, body: { code: 'amount_above_limit' } };
      await set(MAX, { INR: 500 });
      for (const [path, body] of wishes) {
        const twins = await Promise.all([1, 2].map(() => world.post(path, alice, body, `above${path}`)));
        expect([path, twins.some(({ status }) => status === 422)]).toEqual([path, true]);
      }
      await set(MAX, null);
      for (const [path, body] of wishes) {
        expect([path, await world.post(path, alice, body, `above${path}`)]).toMatchObject([path, tooMuch]);
        const { status } = await world.post(path, alice, body);
        expect([path, status]).toEqual([path, path.endsWith('batch') ? 200 : 201]);
      }
      const other = await world.post('/transfers', alice, { ...wish, amount: 1 }, 'above/transfers');
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    });
  });

  it('limit how long a hold lasts', async () => {
    const { alice, from, to } = await world.pair();
    await set('holds.max_seconds', 600);
    const hold = { walletId: from, toWalletId: to, amount: 10, currency: 'INR' };
    expect(await world.post('/holds', alice, { ...hold, expiresInSeconds: 601 })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
    expect((await world.post('/holds', alice, { ...hold, expiresInSeconds: 600 })).status).toBe(201);
    await set('holds.max_seconds', null);
  });
});
