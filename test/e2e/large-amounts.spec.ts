import { GrantRoles } from '../../src/modules/access/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { type Body, type Pair, type Person, transferWish, World } from '../support/world.ts';
import { keyCalls } from './key-calls.ts';

const SETTING = 'transfers.step_up_above';
const LIFE_SECONDS = 900;
const STEP_UP = { status: 403, body: { code: 'step_up_required' } };

describe('amounts above what operators set', () => {
  let world: World;
  let admin: Person;
  let pair: Pair;
  /** A token of Alice's by which nobody proved anything lately. */
  let stale: Person;

  beforeAll(async () => {
    world = await World.open({ STEP_UP_SECONDS: String(LIFE_SECONDS) });
    admin = await world.person(['admin']);
  });
  afterAll(async () => {
    await world.expectSound();
    await world.close();
  });
  beforeEach(async () => {
    pair = await world.pair(1_000_000);
    stale = world.fresh(pair.alice);
    world.clock.advance((LIFE_SECONDS + 2) * 1_000);
  });
  afterEach(() => set(null));

  const { keyOf } = keyCalls(() => world);
  const fresh = (): Person => world.fresh(pair.alice);
  async function set(value: unknown): Promise<void> {
    const body = { value, reason: 'A test' };
    const answer = await world.call('PUT', `/admin/settings/${SETTING}`, world.fresh(admin), { body });
    expect(answer.status).toBe(200);
  }
  const wish = (amount: number, more: Body = {}): Body => transferWish(pair, { amount, ...more });
  const later = (amount: number): Body =>
    wish(amount, { scheduledFor: new Date(world.clock.now().getTime() + 3_600_000).toISOString() });
  const hold = (amount: number): Body => ({
    ...{ walletId: pair.from, toWalletId: pair.to, amount, currency: 'INR', expiresInSeconds: 60 },
  });
  const requests = (amount: number): readonly (readonly [string, Body, number])[] => [
    ['/transfers', wish(amount), 201],
    ['/transfers/batch', { transfers: [wish(amount)] }, 200],
    ['/transfers/scheduled', later(amount), 201],
    ['/holds', hold(amount), 201],
  ];

  it('are nothing special as long as they set none', async () => {
    for (const [path, body, status] of requests(100_000))
      expect((await world.post(path, stale, body)).status).toBe(status);
  });

  it('ask a person for a recent proof, and smaller ones do not', async () => {
    await set({ INR: 500 });
    for (const [path, body, status] of requests(500)) expect((await world.post(path, stale, body)).status).toBe(status);
    for (const [path, body, status] of requests(501)) {
      expect(await world.post(path, stale, body)).toMatchObject(STEP_UP);
      expect((await world.post(path, fresh(), body)).status).toBe(status);
    }
  });

  it('are felt at once when they are set, and for that currency alone', async () => {
    await set({ INR: 100 });
    expect(await world.post('/transfers', stale, wish(101))).toMatchObject(STEP_UP);
    await set({ USD: 1 });
    expect((await world.post('/transfers', stale, wish(101))).status).toBe(201);
  });

  it('count together in a batch, all or none of it', async () => {
    await set({ INR: 500 });
    const parts = (amount: number) => ({ transfers: [wish(amount), wish(amount), wish(amount)] });
    expect(await world.post('/transfers/batch', stale, parts(167))).toMatchObject(STEP_UP);
    expect((await world.post('/transfers/batch', stale, parts(166))).status).toBe(200);
  });

  it('leave the key free, so that the same request passes with a proof', async () => {
    await set({ INR: 500 });
    for (const [path, body, status] of requests(501)) {
      const key = `proved-${path}`;
      expect(await world.post(path, stale, body, key)).toMatchObject(STEP_UP);
      expect((await world.post(path, fresh(), body, key)).status).toBe(status);
      // What was done is answered again, whoever asks for it.
      expect((await world.post(path, stale, body, key)).status).toBe(status);
    }
  });

  it('move nothing and keep nothing while they are refused', async () => {
    await set({ INR: 500 });
    const before = await world.walletBalances(stale, pair.from);
    for (const [path, body] of requests(501)) await world.post(path, stale, body);
    expect(await world.walletBalances(stale, pair.from)).toEqual(before);
  });

  it('are moved by an API key that was given the right to, and by no other', async () => {
    await set({ INR: 500 });
    const owner = fresh();
    await world.prove(owner);
    const both = ['transfers:write', 'holds:write'] as const;
    const [small, large] = [await keyOf(owner, ...both), await keyOf(owner, ...both, 'transfers:large')];
    const ask = (key: string, path: string, body: Body) =>
      world.call('POST', path, undefined, { body, key: world.newId(), headers: { 'x-api-key': key } });
    for (const [path, body, status] of requests(501)) {
      expect(await ask(small.key, path, body)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect((await ask(large.key, path, body)).status).toBe(status);
    }
    expect((await ask(small.key, '/transfers', wish(500))).status).toBe(201);
  });

  it('are not moved by the key of who may not do so themselves any more', async () => {
    await set({ INR: 500 });
    const owner = fresh();
    await world.prove(owner);
    const { key } = await keyOf(owner, 'transfers:write', 'transfers:large');
    const body = { name: 'small_hands', description: 'No large amounts', permissions: ['transfers:write'] };
    expect((await world.call('POST', '/admin/roles', world.fresh(admin), { body })).status).toBe(201);
    await world.app.get(GrantRoles).execute({ userId: owner.id, roles: () => ['small_hands'] });
    const wanted = { body: wish(501), key: world.newId(), headers: { 'x-api-key': key } };
    expect(await world.call('POST', '/transfers', undefined, wanted)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it('are sent on their day without a proof: it was given when they were promised', async () => {
    const { body } = await world.post<{ id: string }>('/transfers/scheduled', fresh(), later(501));
    await set({ INR: 500 });
    world.clock.advance(3_600_000);
    await world.app.get(Jobs).runNow('execute-scheduled-transfers');
    const found = await world.call('GET', `/transfers/scheduled/${body.id}`, fresh());
    expect(found.body).toMatchObject({ status: 'posted' });
  });
});
