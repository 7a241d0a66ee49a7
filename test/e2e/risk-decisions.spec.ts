import { randomUUID } from 'node:crypto';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { Stage } from '../support/stage.ts';
import { type Body, transferWish } from '../support/world.ts';

const BLOCKED = { status: 422, body: { code: 'risk_blocked' } };
const DEVICE = { 'x-device-id': 'device-of-alice-1' };
const MINUTE_MS = 60_000;

describe('risk', () => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      await world.retireAll();
    },
  );

  it('lets pass what no rule speaks of, and blocks what one does, which moves nothing', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ amount: { atLeast: { INR: 500 } } });
    expect((await world.send(alice, { from, to }, 499)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 500)).toMatchObject(BLOCKED);
    expect(await world.walletBalances(alice, from)).toMatchObject({ availableBalance: 9_501 });
    expect(await world.decisions(alice.id)).toMatchObject([
      { decision: 'block', score: 100, subject: 'transfer', parts: [{ amount: 500, currency: 'INR', payee: to }] },
    ]);
  });

  it('adds scores up, and says why', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ amount: { atLeast: { INR: 100 } } }, { name: 'some', score: 30 });
    await world.live({ amount: { atLeast: { INR: 200 } } }, { name: 'more', score: 70 });
    expect((await world.send(alice, { from, to }, 150)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 200)).toMatchObject(BLOCKED);
    const [decision] = await world.decisions(alice.id);
    expect(decision).toMatchObject({ score: 100, reasons: ['rule:more:1', 'rule:some:1'] });
    const logged = await world.movements(alice.id);
    expect(logged.map(({ decision: what, score }) => [what, score])).toEqual([
      ['block', 100],
      ['allow', 30],
    ]);
  });

  it('counts what was done in a window, exactly to its edge, and not what was refused', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ count: { withinSeconds: 60, atLeast: 3 } });
    const send = async () => (await world.send(alice, { from, to }, 1)).status;
    expect([await send(), await send(), await send(), await send()]).toEqual([201, 201, 422, 422]);
    world.clock.advance(MINUTE_MS - 1);
    expect(await send()).toBe(422);
    world.clock.advance(1);
    expect([await send(), await send(), await send()]).toEqual([201, 201, 422]);
  });

  it('sums what was sent in a window', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ sum: { withinSeconds: 3_600, atLeast: { INR: 1_000 } } });
    expect((await world.send(alice, { from, to }, 600)).status).toBe(201);
    expect((await world.send(alice, { from, to }, 400)).status).toBe(422);
    expect((await world.send(alice, { from, to }, 399)).status).toBe(201);
  });

  it('knows a payee who was paid before, and none by an attempt that was refused', async () => {
    const { alice, from, to } = await world.pair(10_000);
    const { from: other } = await world.pair();
    await world.live({
      all: [{ newPayee: { withinSeconds: 86_400 } }, { amount: { atLeast: { INR: 100 } } }],
    });
    expect(await world.send(alice, { from, to }, 100)).toMatchObject(BLOCKED);
    world.clock.advance(2 * MINUTE_MS);
    expect(await world.send(alice, { from, to }, 100)).toMatchObject(BLOCKED);
    expect((await world.send(alice, { from, to }, 99)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 100)).toMatchObject(BLOCKED);
    world.clock.advance(MINUTE_MS);
    expect((await world.send(alice, { from, to }, 100)).status).toBe(201);
    expect(await world.send(alice, { from, to: other }, 100)).toMatchObject(BLOCKED);
    world.clock.advance(86_400_000);
    expect(await world.send(alice, { from, to }, 100)).toMatchObject(BLOCKED);
  });

  it('knows a device that was used before, and takes one that is not told as unknown', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.send(alice, { from, to }, 1, { headers: DEVICE });
    const id = await world.live({ newDevice: { withinSeconds: 86_400 } });
    const send = async (headers = {}) => (await world.send(alice, { from, to }, 1, { headers })).status;
    expect(await send(DEVICE)).toBe(422);
    await world.move(id, 'retire');
    await world.live({ any: [{ amount: { atLeast: { INR: 9_000 } } }] }, { name: 'only_so_that_it_is_remembered' });
    expect(await send(DEVICE)).toBe(201);
    world.clock.advance(MINUTE_MS);
    await world.live({ newDevice: { withinSeconds: 86_400 } });
    expect([await send(DEVICE), await send({ 'x-device-id': 'another-device' }), await send()]).toEqual([
      201, 422, 201,
    ]);
    await world.live({ newDevice: { withinSeconds: 86_400 } }, { whenUnknown: 'closed' });
    expect(await send()).toBe(422);
  });

  it('sees who is faster than anybody travels', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ speed: { atLeastKmPerHour: 1_000, atLeastMeters: 100_000 } });
    const at = async (place: string) =>
      (await world.send(alice, { from, to }, 1, { headers: { 'x-client-position': place } })).status;
    expect(await at('lat=12.9716;lng=77.5946')).toBe(201);
    world.clock.advance(60 * MINUTE_MS);
    expect(await at('lat=40.7128;lng=-74.006')).toBe(422);
    expect(await at('lat=13.0827;lng=80.2707')).toBe(201);
    expect(await at('somewhere')).toBe(201);
  });

  it('blocks who and what is on a list at once, and says in rules who is watched', async () => {
    const { alice, bob, from, to } = await world.pair(10_000, 10_000);
    const { analyst } = await world.staff();
    const list = (kind: string, value: string, effect = 'block') =>
      world.call<{ id: string }>('POST', '/admin/risk/listings', analyst, {
        body: { kind, value, effect, reason: 'x' },
      });
    const off = (id: string) =>
      world.call('POST', `/admin/risk/listings/${id}/remove`, analyst, { body: { reason: 'x' } });
    for (const [kind, value] of [
      ['payee', to.toUpperCase()],
      ['person', alice.id],
      ['address', '::FFFF:7F00:0001'],
    ] as const) {
      const { body } = await list(kind, value);
      expect(await list(kind, value)).toMatchObject({ status: 409, body: { code: 'listing_exists' } });
      expect(await world.send(alice, { from, to }, 1)).toMatchObject(BLOCKED);
      expect((await off(body.id)).status).toBe(200);
      expect(await off(body.id)).toMatchObject({ status: 409, body: { code: 'listing_not_actionable' } });
      expect((await world.send(alice, { from, to }, 1)).status).toBe(201);
    }
    const { body: watched } = await list('person', bob.id, 'watch');
    expect((await world.send(bob, { from: to, to: from }, 1)).status).toBe(201);
    await world.live({ listed: 'person' });
    expect(await world.send(bob, { from: to, to: from }, 1)).toMatchObject(BLOCKED);
    expect((await world.send(alice, { from, to }, 1)).status).toBe(201);
    await off(watched.id);
    const { body } = await world.call<{ data: Body[] }>('GET', '/admin/risk/listings?all=true', analyst);
    expect(body.data).toHaveLength(4);
    const reasons = (await world.decisions(alice.id)).flatMap((decision) => decision['reasons'] as string[]);
    expect(reasons.sort()).toEqual(['listed:address', 'listed:payee', 'listed:person']);
  });

  it('is not got around by capturing a hold to somebody else, or by promising before', async () => {
    const { alice, from, to } = await world.pair(10_000);
    const { analyst } = await world.staff();
    const scheduledFor = new Date(world.clock.now().getTime() + MINUTE_MS).toISOString();
    const later = await world.post<{ id: string }>('/transfers/scheduled', alice, {
      ...transferWish({ from, to }, { amount: 10 }),
      scheduledFor,
    });
    const held = { walletId: from, amount: 100, currency: 'INR', expiresInSeconds: 3_600 };
    const { body: hold } = await world.post<{ id: string }>('/holds', alice, held);
    const listing = { kind: 'payee', value: to, effect: 'block', reason: 'x' };
    const { body } = await world.call<{ id: string }>('POST', '/admin/risk/listings', analyst, { body: listing });
    expect(await world.post(`/holds/${hold.id}/capture`, alice, { toWalletId: to })).toMatchObject(BLOCKED);
    world.clock.advance(MINUTE_MS);
    await world.call('POST', '/admin/jobs/execute-scheduled-transfers/run', analyst);
    expect(await world.call('GET', `/transfers/scheduled/${later.body.id}`, alice)).toMatchObject({
      body: { status: 'refused', code: 'risk_blocked' },
    });
    await world.call('POST', `/admin/risk/listings/${body.id}/remove`, analyst, { body: { reason: 'x' } });
    expect((await world.post(`/holds/${hold.id}/capture`, alice, { toWalletId: to })).status).toBe(200);
  });

  it('never refuses the repetition of what was done', async () => {
    const { alice, from, to } = await world.pair(10_000);
    const key = randomUUID();
    const done = await world.send(alice, { from, to }, 100, { key });
    await world.live({ amount: { atLeast: { INR: 1 } } });
    const again = await world.send(alice, { from, to }, 100, { key });
    expect([again.status, again.body]).toEqual([201, done.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('looks at a batch as one, at holds, at scheduled transfers, at treats and at payments', async () => {
    const stage = new Stage(world);
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ amount: { atLeast: { INR: 300 } } }, { subjects: ['transfer', 'hold', 'payment', 'order'] });
    const transfers = [200, 100].map((amount) => transferWish({ from, to }, { amount }));
    expect(await world.post('/transfers/batch', alice, { transfers })).toMatchObject(BLOCKED);
    const hold = { walletId: from, toWalletId: to, amount: 300, currency: 'INR', expiresInSeconds: 60 };
    expect(await world.post('/holds', alice, hold)).toMatchObject(BLOCKED);
    const scheduledFor = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    const later = transferWish({ from, to }, { amount: 300, scheduledFor });
    expect(await world.post('/transfers/scheduled', alice, later)).toMatchObject(BLOCKED);
    const [bar, payer] = [await stage.bar(), await stage.payer()];
    const treat = stage.orderOf(bar, payer, await stage.person());
    const two = { ...treat, items: [{ menuItemId: bar.itemId, quantity: 2 }] };
    expect(await world.post('/orders', payer, two)).toMatchObject(BLOCKED);
    expect((await world.post('/orders', payer, treat)).status).toBe(201);
    const payment = {
      walletId: payer.walletId,
      amount: 300,
      currency: 'INR',
      paymentMethodId: await stage.card(payer),
    };
    const key = randomUUID();
    expect(await world.post('/payments', payer, payment, key)).toMatchObject(BLOCKED);
    expect((await world.post('/payments', payer, { ...payment, amount: 299 })).status).toBe(201);
  });
});
