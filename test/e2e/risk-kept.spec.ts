import { randomUUID } from 'node:crypto';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { Stage } from '../support/stage.ts';
import { type Body, transferWish } from '../support/world.ts';

const BLOCKED = { status: 422, body: { code: 'risk_blocked' } };
const OVER = { status: 422, body: { code: 'spending_limit_reached' } };
const REUSED = { status: 422, body: { code: 'idempotency_key_reused' } };
const HOUR_MS = 3_600_000;

describe("a key's answer when risk refused", () => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      await world.retireAll();
      await world.set('risk.daily_amount', null);
    },
  );

  /** A request of every kind that risk stands before, by its route. */
  const requests = async () => {
    const stage = new Stage(world);
    const [bar, payer, friend] = [await stage.bar(), await stage.payer(), await stage.person()];
    const { body: hold } = await world.post<{ id: string }>('/holds', payer, {
      ...{ walletId: payer.walletId, amount: 300, currency: 'INR', expiresInSeconds: 3_600 },
    });
    const to = await world.wallet(friend);
    const wish = transferWish({ from: payer.walletId, to }, { amount: 300 });
    const scheduledFor = new Date(world.clock.now().getTime() + HOUR_MS).toISOString();
    const held = { walletId: payer.walletId, toWalletId: to, amount: 300, currency: 'INR', expiresInSeconds: 60 };
    const treat = stage.orderOf(bar, payer, friend);
    const bodies: [string, Body][] = [
      ['/transfers', wish],
      ['/transfers/batch', { transfers: [wish] }],
      ['/holds', held],
      [`/holds/${hold.id}/capture`, { toWalletId: to }],
      ['/transfers/scheduled', { ...wish, scheduledFor }],
      ['/orders', { ...treat, items: [{ menuItemId: bar.itemId, quantity: 2 }] }],
    ];
    return { payer, bodies };
  };

  it('stays that it is blocked, on every route, when nothing blocks it any more', async () => {
    const { payer, bodies } = await requests();
    const subjects = ['transfer', 'hold', 'capture', 'order'];
    const rule = await world.live({ amount: { atLeast: { INR: 300 } } }, { subjects });
    const keys = new Map(bodies.map(([path]) => [path, randomUUID()]));
    const send = (path: string, body: Body, key = keys.get(path)) => world.post(path, payer, body, key);
    for (const [path, body] of bodies) expect([path, await send(path, body)]).toMatchObject([path, BLOCKED]);
    const decisions = await world.decisions(payer.id);
    for (const [path, body] of bodies) expect([path, await send(path, body)]).toMatchObject([path, BLOCKED]);
    await world.move(rule, 'retire');
    for (const [path, body] of bodies) {
      expect([path, await send(path, body)]).toMatchObject([path, BLOCKED]);
      const { status } = await send(path, body, randomUUID());
      expect([path, status]).toEqual([path, path.startsWith('/holds/') || path.endsWith('batch') ? 200 : 201]);
    }
    expect(await world.decisions(payer.id)).toHaveLength(decisions.length);
    const [[path = '', body = {}] = []] = bodies;
    expect(await send(path, { ...body, amount: 1 })).toMatchObject(REUSED);
  });

  it('stays that a limit is reached, when there is room again', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.set('risk.daily_amount', { INR: 1_000 });
    const key = randomUUID();
    const tries = await Promise.all(Array.from({ length: 4 }, () => world.send(alice, { from, to }, 1_001, { key })));
    for (const answer of tries) expect(answer).toMatchObject(OVER);
    await world.set('risk.daily_amount', { INR: 2_000 });
    expect(await world.send(alice, { from, to }, 1_001, { key })).toMatchObject(OVER);
    await world.set('risk.daily_amount', null);
    expect(await world.send(alice, { from, to }, 1_001, { key })).toMatchObject(OVER);
    expect((await world.send(alice, { from, to }, 1_001)).status).toBe(201);
    expect(await world.walletBalances(alice, from)).toMatchObject({ availableBalance: 8_999 });
  });

  it('is free again when its day is over', async () => {
    const { alice, from, to } = await world.pair(10_000);
    const rule = await world.live({ amount: { atLeast: { INR: 1 } } });
    const key = randomUUID();
    expect(await world.send(alice, { from, to }, 1, { key })).toMatchObject(BLOCKED);
    await world.move(rule, 'retire');
    world.clock.advance(24 * HOUR_MS);
    expect((await world.send(alice, { from, to }, 1, { key })).status).toBe(201);
  });
});
