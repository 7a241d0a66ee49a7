import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoDb } from '../../src/platform/dynamodb/index.ts';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Windows } from '../../src/modules/risk/windows.repository.ts';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { Stage } from '../support/stage.ts';
import { type Person, transferWish } from '../support/world.ts';

const MINUTE_MS = 60_000;
const BLOCKED = { status: 422, body: { code: 'risk_blocked' } };
const OVER = { status: 422, body: { code: 'spending_limit_reached' } };

describe('what was to be spent and was not', () => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      await world.set('risk.daily_amount', null);
      await world.set('risk.weekly_amount', { INR: 1_000 });
    },
  );

  const hold = async (alice: Person, { from, to }: { from: string; to: string }, amount: number): Promise<string> => {
    const body = { walletId: from, toWalletId: to, amount, currency: 'INR', expiresInSeconds: 3_600 };
    const held = await world.post<{ id: string }>('/holds', alice, body);
    if (held.status !== 201) throw new Error(`no hold: ${held.text}`);
    return held.body.id;
  };
  const schedule = async (
    alice: Person,
    { from, to }: { from: string; to: string },
    amount: number,
  ): Promise<string> => {
    const scheduledFor = new Date(world.clock.now().getTime() + MINUTE_MS).toISOString();
    const body = { ...transferWish({ from, to }, { amount }), scheduledFor };
    const later = await world.post<{ id: string }>('/transfers/scheduled', alice, body);
    if (later.status !== 201) throw new Error(`not scheduled: ${later.text}`);
    return later.body.id;
  };

  it('is given back when a hold is let go, at once and once', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const id = await hold(alice, { from, to }, 1_000);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
    expect((await world.post(`/holds/${id}/void`, alice, {})).status).toBe(200);
    const sent = await Promise.all(Array.from({ length: 5 }, () => world.send(alice, { from, to }, 400)));
    expect(sent.filter(({ status }) => status === 201)).toHaveLength(2);
    expect((await world.send(alice, { from, to }, 200)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('is given back of a hold but for what was captured', async () => {
    const { alice, from, to } = await world.pair(100_000);
    const id = await hold(alice, { from, to }, 1_000);
    expect((await world.post(`/holds/${id}/capture`, alice, { amount: 300, final: true })).status).toBe(200);
    expect(await world.send(alice, { from, to }, 701)).toMatchObject(OVER);
    expect((await world.send(alice, { from, to }, 700)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('is given back when a hold expires, swept or not', async () => {
    const { alice, from, to } = await world.pair(100_000);
    for (const isSwept of [false, true]) {
      await hold(alice, { from, to }, 900);
      expect(await world.send(alice, { from, to }, 101)).toMatchObject(OVER);
      world.clock.advance(3_600_000);
      if (isSwept) await world.app.get(Jobs).runNow('expire-holds');
      await hold(alice, { from, to }, 901);
      world.clock.advance(3_600_000);
    }
  });

  it('is given back when a treat is rejected or called off, and not when it is accepted', async () => {
    const stage = new Stage(world);
    const [bar, payer, friend] = [await stage.bar(), await stage.payer(), await stage.person()];
    const treat = stage.orderOf(bar, payer, friend);
    const place = () => world.post<{ id: string; amount: number }>('/orders', payer, treat);
    const { body: first } = await place();
    await world.set('risk.weekly_amount', { INR: first.amount });
    expect(await place()).toMatchObject(OVER);
    expect((await world.post(`/orders/${first.id}/reject`, friend, {})).status).toBe(200);
    const second = await place();
    expect(second.status).toBe(201);
    expect((await world.post(`/orders/${second.body.id}/cancel`, payer, {})).status).toBe(200);
    const third = await place();
    expect((await world.post(`/orders/${third.body.id}/accept`, friend, {})).status).toBe(200);
    expect(await place()).toMatchObject(OVER);
  });

  it('is given back when what was scheduled is cancelled, or refused when its time has come', async () => {
    const { alice, from, to } = await world.pair(100);
    const cancelled = await schedule(alice, { from, to }, 1_000);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
    expect((await world.post(`/transfers/scheduled/${cancelled}/cancel`, alice, {})).status).toBe(200);
    for (let times = 0; times < 2; times += 1) await world.app.get(OutboxRelay).drain();
    await schedule(alice, { from, to }, 1_000);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
    world.clock.advance(MINUTE_MS);
    await world.app.get(Jobs).runNow('execute-scheduled-transfers');
    await world.app.get(OutboxRelay).drain();
    await schedule(alice, { from, to }, 100);
    world.clock.advance(MINUTE_MS);
    await world.app.get(Jobs).runNow('execute-scheduled-transfers');
    await world.app.get(OutboxRelay).drain();
    await world.wallet(alice, 10_000);
    expect(await world.send(alice, { from, to }, 901)).toMatchObject(OVER);
    expect((await world.send(alice, { from, to }, 900)).status).toBe(201);
  });

  it('is remembered while it may be given back, however much comes behind it', async () => {
    const { alice, to } = await world.pair();
    const windows = world.app.get(Windows);
    const limits = { daily: new Map([['INR', 1_000n]]), weekly: new Map() };
    const signalOf = (amount: bigint) => {
      const part = { id: world.newId(), currency: 'INR', amount, payee: to };
      return { id: part.id, subject: 'transfer', parts: [part], atMs: world.clock.now().getTime() } as const;
    };
    const first = signalOf(800n);
    await windows.reserve(alice.id, first, limits);
    for (let nth = 0; nth < 150; nth += 1) {
      world.clock.advance(1);
      await windows.reserve(alice.id, signalOf(1n), limits);
    }
    expect(await windows.settle(alice.id, first, [])).toBe(true);
  });

  /** Signals of this time, and as much beside them as an item of DynamoDB holds. */
  const fill = async ({ id: userId }: Person, atMs: number): Promise<void> => {
    const dynamo = world.app.get(DynamoDb);
    const set = (names: readonly string[], value: unknown) =>
      dynamo.document.send(
        new UpdateCommand({
          ...{ TableName: dynamo.table('fraud-signals'), Key: { userId, timestamp: 'window' } },
          UpdateExpression: `SET ${names.map((_, nth) => `#s${nth} = :s`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name, nth) => [`#s${nth}`, name])),
          ExpressionAttributeValues: { ':s': value },
        }),
      );
    const signal = { t: atMs, k: 'transfer', e: [['INR', '1', 'x'.repeat(1_900), '']] };
    const names = Array.from({ length: 195 }, () => `s:${randomUUID()}`);
    await set(names, signal);
    let isFull = false;
    for (let nth = 0; nth < 300 && !isFull; nth += 1)
      isFull = await set([`filling${nth}`], 'x'.repeat(100)).then(
        () => false,
        () => true,
      );
    expect(isFull).toBe(true);
  };

  it('makes room in what has grown too large before it decides', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await fill(alice, world.clock.now().getTime() - 14 * 24 * 60 * MINUTE_MS);
    expect((await world.send(alice, { from, to }, 1_000)).status).toBe(201);
    expect(await world.send(alice, { from, to }, 1)).toMatchObject(OVER);
  });

  it('blocks who fills all that is kept of them, and makes nobody else blind', async () => {
    const { alice, bob, from, to } = await world.pair(10_000, 10_000);
    await fill(alice, world.clock.now().getTime());
    for (let times = 0; times < 4; times += 1) expect(await world.send(alice, { from, to }, 1)).toMatchObject(BLOCKED);
    const [decision] = await world.decisions(alice.id);
    expect(decision).toMatchObject({ decision: 'block', reasons: ['window:full'] });
    expect((await world.send(bob, { from: to, to: from }, 1_000)).status).toBe(201);
    expect(await world.send(bob, { from: to, to: from }, 1)).toMatchObject(OVER);
  });

  it('is not passed in more currencies than there are, and nobody is blind for it', async () => {
    const { alice, bob, from, to } = await world.pair(10_000, 10_000);
    const odd = Array.from({ length: 499 }, (_, nth) => `${letter(nth / 676)}${letter(nth / 26)}${letter(nth)}Q`);
    const transfers = ['INR', ...odd].map((currency) => transferWish({ from, to }, { amount: 1, currency }));
    for (let times = 0; times < 3; times += 1)
      expect(await world.post('/transfers/batch', alice, { transfers })).toMatchObject(BLOCKED);
    expect(await world.walletBalances(alice, from)).toMatchObject({ availableBalance: 10_000 });
    expect((await world.send(bob, { from: to, to: from }, 1_000)).status).toBe(201);
  });
});

const letter = (nth: number): string => String.fromCharCode(65 + (Math.floor(nth) % 26));
