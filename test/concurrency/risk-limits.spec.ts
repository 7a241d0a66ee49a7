import { randomUUID } from 'node:crypto';
import { scopeOf } from '../../src/modules/idempotency/key.ts';
import { NO_LIMITS, Windows } from '../../src/modules/risk/windows.repository.ts';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { transferWish } from '../support/world.ts';

const DAY_MS = 86_400_000;
const OVER = { status: 422, body: { code: 'spending_limit_reached' } };

describe('what may be spent in a day and a week', () => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      // A Monday, so that a week is ahead.
      const now = world.clock.now();
      const untilMonday = (8 - now.getUTCDay()) % 7 || 7;
      const monday = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + untilMonday);
      world.clock.advance(monday - now.getTime());
      await world.set('risk.daily_amount', { INR: 1_000 });
      await world.set('risk.weekly_amount', null);
    },
  );

  it('is exact, however many spend at the same moment', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const amounts = Array.from({ length: 40 }, (_, nth) => 20 + ((nth * 37) % 60));
    const answers = await Promise.all(amounts.map((amount) => world.send(alice, { from, to }, amount)));
    const sent = amounts.filter((_, nth) => answers[nth]?.status === 201);
    const total = sent.reduce((sum, amount) => sum + amount, 0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 422]));
    expect(total).toBeLessThanOrEqual(1_000);
    // Whatever was refused would not have fitted, and what is left can be spent to the last unit.
    const refused = amounts.filter((_, nth) => answers[nth]?.status !== 201);
    expect(refused.every((amount) => total + amount > 1_000)).toBe(true);
    if (total < 1_000) expect((await world.send(alice, { from, to }, 1_000 - total)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
    expect(await world.walletBalances(alice, from)).toMatchObject({ availableBalance: 99_000 });
  });

  it('gives back what the ledger refused', async () => {
    const { alice, from, to } = await world.pair(500);
    const tries = await Promise.all(Array.from({ length: 10 }, () => world.send(alice, { from, to }, 501)));
    expect(tries.every(({ status }) => status === 422)).toBe(true);
    expect((await world.send(alice, { from, to }, 500)).status).toBe(201);
  });

  it('counts once what is sent twice under one key', async () => {
    // Often enough to meet each order of reserving, refusing and posting.
    for (let round = 0; round < 15; round += 1) {
      const { alice, from, to } = await world.pair(100_000);
      const key = randomUUID();
      const tries = await Promise.all(Array.from({ length: 8 }, () => world.send(alice, { from, to }, 600, { key })));
      const statuses = tries.map(({ status }) => status);
      expect(statuses).toContain(201);
      expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
      expect((await world.send(alice, { from, to }, 600, { key })).status).toBe(201);
      expect((await world.send(alice, { from, to }, 400)).status).toBe(201);
      expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
      expect(await world.walletBalances(alice, from)).toMatchObject({ availableBalance: 99_000 });
    }
  });

  it('is one movement to rules, too, when it is sent twice under one key', async () => {
    const rule = await world.live({ count: { withinSeconds: 60, atLeast: 2 } });
    for (let round = 0; round < 15; round += 1) {
      const { alice, from, to } = await world.pair(1_000);
      const key = randomUUID();
      const tries = await Promise.all(Array.from({ length: 4 }, () => world.send(alice, { from, to }, 10, { key })));
      expect(tries.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(await world.send(alice, { from, to }, 10)).toMatchObject({ status: 422, body: { code: 'risk_blocked' } });
    }
    await world.move(rule, 'retire');
  });

  it('is no reason to refuse a request for good of which another try is under way', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const [key, windows] = [randomUUID(), world.app.get(Windows)];
    const part = { id: world.newId(), currency: 'INR', amount: 600n, payee: to };
    const claim = scopeOf(alice.id, 'POST /api/v1/transfers', key);
    const signal = {
      id: part.id,
      subject: 'transfer',
      parts: [part],
      claim,
      atMs: world.clock.now().getTime(),
    } as const;
    expect((await windows.reserve(alice.id, signal, NO_LIMITS)).state).toBe('reserved');
    const send = () => world.send(alice, { from, to }, 600, { key });
    for (let times = 0; times < 2; times += 1)
      expect(await send()).toMatchObject({ status: 409, body: { code: 'request_in_progress' } });
    expect(await world.send(alice, { from, to }, 600)).toMatchObject(OVER);
    await windows.settle(alice.id, signal, []);
    expect((await send()).status).toBe(201);
  });

  it('counts what was done under a key when the key is used again after its day', async () => {
    const rule = await world.live({ count: { withinSeconds: 604_800, atLeast: 2 } });
    const { alice, from, to } = await world.pair(1_000);
    const key = randomUUID();
    const send = () => world.send({ ...alice, token: world.tokenOf(alice.id) }, { from, to }, 10, { key });
    expect((await send()).status).toBe(201);
    world.clock.advance(DAY_MS);
    expect(await send()).toMatchObject({ status: 422, body: { code: 'risk_blocked' } });
    await world.move(rule, 'retire');
  });

  it('is not passed by two amounts under one id', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { alice, from, to } = await world.pair(100_000);
      const id = world.newId();
      const wishes = [10, 990, 900, 20].map((amount) => transferWish({ from, to }, { amount, id }));
      await Promise.all(wishes.map((wish) => world.post('/transfers', alice, wish)));
      // Whichever was made, and whatever else is sent: no more than the limit.
      for (const amount of [900, 500, 90, 10, 10, 10]) await world.send(alice, { from, to }, amount);
      const { availableBalance } = await world.walletBalances(alice, from);
      expect(100_000 - availableBalance).toBeLessThanOrEqual(1_000);
    }
  });

  it('is not passed by a batch that begins with what was done before', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const done = transferWish({ from, to }, { amount: 10, id: world.newId() });
    expect((await world.post('/transfers', alice, done)).status).toBe(201);
    const transfers = [done, transferWish({ from, to }, { amount: 5_000, id: world.newId() })];
    expect(await world.post('/transfers/batch', alice, { transfers })).toMatchObject(OVER);
    expect((await world.send(alice, { from, to }, 990)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('counts once what is sent again under its id', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const wish = transferWish({ from, to }, { amount: 600, id: world.newId() });
    for (let times = 0; times < 2; times += 1) expect((await world.post('/transfers', alice, wish)).status).toBe(201);
    expect((await world.send(alice, { from, to }, 400)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('counts a large batch whole, and keeps of it no more than its sums', async () => {
    await world.set('risk.daily_amount', { INR: 100_000 });
    const { alice, from, to } = await world.pair(200_000);
    const transfers = Array.from({ length: 500 }, () => transferWish({ from, to }, { amount: 199 }));
    expect((await world.post('/transfers/batch', alice, { transfers })).status).toBe(200);
    expect(await world.send(alice, { from, to }, 501)).toMatchObject(OVER);
    expect((await world.send(alice, { from, to }, 500)).status).toBe(201);
    expect(JSON.stringify(await world.windowOf(alice)).length).toBeLessThan(1_000);
  });

  it('counts of a batch what was posted', async () => {
    const { alice, from, to } = await world.pair(700);
    const transfers = [400, 350, 300].map((amount) => transferWish({ from, to }, { amount }));
    const over = await world.post('/transfers/batch', alice, { transfers });
    expect(over).toMatchObject(OVER);
    const { body } = await world.post<{ results: { status: string }[] }>('/transfers/batch', alice, {
      transfers: transfers.slice(0, 2),
    });
    expect(body.results.map(({ status }) => status)).toEqual(['posted', 'refused']);
    await world.wallet(alice, 10_000);
    expect((await world.send(alice, { from, to }, 600)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('begins anew with the day and the week, and is another for each currency and person', async () => {
    await world.set('risk.weekly_amount', { INR: 1_500 });
    const { alice, bob, from, to } = await world.pair(100_000, 100_000);
    const send = async (amount: number) => (await world.send(alice, { from, to }, amount)).status;
    expect([await send(1_000), await send(1)]).toEqual([201, 422]);
    expect((await world.send(bob, { from: to, to: from }, 1_000)).status).toBe(201);
    world.clock.advance(DAY_MS);
    expect([await send(501), await send(500), await send(1)]).toEqual([422, 201, 422]);
    world.clock.advance(5 * DAY_MS);
    expect(await send(1)).toBe(422);
    world.clock.advance(DAY_MS);
    expect(await send(1_000)).toBe(201);
    const dollars = await world.wallet(alice, 5_000, 'USD');
    const theirs = await world.wallet(bob, 0, 'USD');
    const wish = transferWish({ from: dollars, to: theirs }, { amount: 5_000, currency: 'USD' });
    expect((await world.post('/transfers', alice, wish)).status).toBe(201);
  });

  it('counts holds and what is scheduled', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const hold = { walletId: from, toWalletId: to, amount: 600, currency: 'INR', expiresInSeconds: 60 };
    expect((await world.post('/holds', alice, hold)).status).toBe(201);
    const scheduledFor = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    const later = transferWish({ from, to }, { amount: 400, scheduledFor });
    expect((await world.post('/transfers/scheduled', alice, later)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('heals of who reserved and never came to post', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const part = { id: world.newId(), currency: 'INR', amount: 900n, payee: to };
    const atMs = world.clock.now().getTime();
    const limits = { daily: new Map([['INR', 1_000n]]), weekly: new Map() };
    const signal = { id: part.id, subject: 'transfer', parts: [part], atMs } as const;
    const reserved = await world.app.get(Windows).reserve(alice.id, signal, limits);
    expect(reserved.state).toBe('reserved');
    expect((await world.send(alice, { from, to }, 100)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 900)).toMatchObject(OVER);
    world.clock.advance(60_000);
    expect((await world.send(alice, { from, to }, 900)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('gives back once, however often it is asked to', async () => {
    const { alice, to } = await world.pair();
    const windows = world.app.get(Windows);
    const part = { id: world.newId(), currency: 'INR', amount: 900n, payee: to };
    const signal = { id: part.id, subject: 'transfer', parts: [part], atMs: world.clock.now().getTime() } as const;
    const limits = { daily: new Map([['INR', 1_000n]]), weekly: new Map() };
    await windows.reserve(alice.id, signal, limits);
    const given = await Promise.all(Array.from({ length: 6 }, () => windows.settle(alice.id, signal, [])));
    expect(given.filter(Boolean)).toHaveLength(1);
    const all = { ...part, id: world.newId(), amount: 1_000n };
    const full = { ...signal, id: all.id, parts: [all] };
    expect((await windows.reserve(alice.id, full, limits)).state).toBe('reserved');
    // As the SDK does when an answer is lost: it is the same try, and counts once.
    expect((await windows.reserve(alice.id, full, limits)).state).toBe('reserved');
    const more = { ...all, id: world.newId(), amount: 1n };
    expect((await windows.reserve(alice.id, { ...full, id: more.id, parts: [more] }, limits)).state).toBe('over_limit');
  });

  it('keeps what a person did within bounds', async () => {
    const { alice, to } = await world.pair();
    const windows = world.app.get(Windows);
    const none = { daily: new Map<string, bigint>(), weekly: new Map<string, bigint>() };
    for (let nth = 0; nth < 300; nth += 1) {
      const part = { id: world.newId(), currency: 'INR', amount: 1n, payee: nth === 0 ? to : randomUUID() };
      world.clock.advance(1_000);
      const atMs = world.clock.now().getTime();
      await windows.reserve(alice.id, { id: part.id, subject: 'transfer', parts: [part], atMs }, none);
    }
    const Item = await world.windowOf(alice);
    const names = Object.keys(Item);
    expect(names.filter((name) => name.startsWith('s:')).length).toBeLessThan(200);
    expect(Item[`p:${to}`]).toBeDefined();
  });
});
