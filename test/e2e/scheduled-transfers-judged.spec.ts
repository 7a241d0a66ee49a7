import { createHash } from 'node:crypto';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { ScheduledRisk } from '../../src/modules/scheduled-transfers/scheduled-risk.ts';
import { ScheduledTransfers } from '../../src/modules/scheduled-transfers/scheduled-transfers.ts';
import { Jobs } from '../../src/platform/jobs/index.ts';
import { Transactions } from '../../src/platform/postgres/index.ts';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { type Body, type Pair, transferWish } from '../support/world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const OVER = { status: 422, body: { code: 'spending_limit_reached' } };
const REVIEWED = { score: 50 };

describe('scheduled transfers, judged again when their time has come,', () => {
  let world: RiskWorld;
  let pair: Pair;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      await world.retireAll();
      await world.set('risk.daily_amount', null);
      pair = await world.pair(10_000);
    },
  );

  const promise = async (amount = 400, afterMs = MINUTE_MS, headers?: Record<string, string>): Promise<string> => {
    const scheduledFor = new Date(world.clock.now().getTime() + afterMs).toISOString();
    const body = { ...transferWish(pair, { amount }), scheduledFor };
    const options = { body, key: world.newId(), headers };
    const answer = await world.call<{ id: string }>('POST', '/transfers/scheduled', pair.alice, options);
    if (answer.status !== 201) throw new Error(`answered ${answer.status} ${answer.text}`);
    return answer.body.id;
  };
  const run = async (): Promise<[string, number]> => {
    const { status, processed } = await world.app.get(Jobs).runNow('execute-scheduled-transfers');
    return [status, processed];
  };
  const due = async (afterMs = MINUTE_MS): Promise<[string, number]> => {
    world.clock.advance(afterMs);
    return run();
  };
  const hear = () => world.app.get(OutboxRelay).drain();
  const read = async (id: string): Promise<Body> =>
    (await world.call('GET', `/transfers/scheduled/${id}`, pair.alice)).body;
  const received = async (): Promise<number> => (await world.walletBalances(pair.bob, pair.to)).balance;
  const decide = async (what: 'approve' | 'reject'): Promise<void> => {
    const { other } = await world.staff();
    const [decision] = await world.decisions(pair.alice.id);
    const path = `/admin/risk/decisions/${String(decision?.['id'])}/${what}`;
    const answer = await world.call('POST', path, other, { body: { reason: 'Looked' } });
    expect(answer.status).toBe(200);
  };
  const announced = async (id: string): Promise<string[]> => {
    const rows = await world.postgres.prisma.outboxEvent.findMany({
      where: { aggregateId: id },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ type }) => type);
  };

  it('are refused by a rule that went live meanwhile, and the decision says why', async () => {
    const id = await promise();
    const rule = await world.live({ amount: { atLeast: { INR: 400 } } });
    expect(await due()).toEqual(['succeeded', 1]);
    expect(await read(id)).toMatchObject({ status: 'refused', code: 'risk_blocked', transferId: null });
    const decisions = await world.decisions(pair.alice.id);
    expect(decisions).toMatchObject([{ decision: 'block', movementId: id, reviewStatus: null, subject: 'transfer' }]);
    await world.move(rule, 'retire');
    expect([await due(), await received()]).toEqual([['succeeded', 0], 0]);
  });

  it('wait while somebody looks, and are made when they are approved', async () => {
    const id = await promise();
    await world.live({ amount: { atLeast: { INR: 400 } } }, REVIEWED);
    expect(await due()).toEqual(['succeeded', 1]);
    expect(await read(id)).toMatchObject({ status: 'in_review', code: null, transferId: null });
    expect([await due(), await received()]).toEqual([['succeeded', 0], 0]);
    const list = await world.call<{ data: Body[] }>('GET', '/transfers/scheduled?status=in_review', pair.alice);
    expect(list.body.data.map((each) => each['id'])).toEqual([id]);
    const later = { body: { scheduledFor: new Date(world.clock.now().getTime() + DAY_MS).toISOString() } };
    expect(await world.call('PATCH', `/transfers/scheduled/${id}`, pair.alice, later)).toMatchObject({
      ...{ status: 409, body: { code: 'scheduled_transfer_not_actionable' } },
    });
    await decide('approve');
    await hear();
    expect((await read(id))['status']).toBe('scheduled');
    expect([await run(), await received()]).toEqual([['succeeded', 1], 400]);
    expect((await read(id))['status']).toBe('posted');
    expect(await world.decisions(pair.alice.id)).toHaveLength(1);
    await hear();
    expect(await announced(id)).toEqual([
      ...['transfer.scheduled', 'transfer.in_review', 'transfer.resumed', 'transfer.executed'],
    ]);
  });

  it('are refused when they are rejected, once, however often that is heard', async () => {
    const id = await promise();
    await world.live({ amount: { atLeast: { INR: 400 } } }, REVIEWED);
    await due();
    await decide('reject');
    await hear();
    const refused = await read(id);
    expect(refused).toMatchObject({ status: 'refused', code: 'risk_blocked' });
    const [decision] = await world.decisions(pair.alice.id);
    const reviewed = (isApproved: boolean) =>
      world.app
        .get(Transactions)
        .run((tx) => world.app.get(ScheduledTransfers).reviewed(tx, String(decision?.['id']), isApproved));
    await Promise.all([reviewed(false), reviewed(true)]);
    expect([await read(id), await due(), await received()]).toEqual([refused, ['succeeded', 0], 0]);
  });

  it('are called off while somebody looks, and the approval comes to nothing', async () => {
    const id = await promise();
    await world.live({ amount: { atLeast: { INR: 400 } } }, REVIEWED);
    await due();
    const off = await world.call('POST', `/transfers/scheduled/${id}/cancel`, pair.alice, { key: world.newId() });
    expect(off).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    await decide('approve');
    await hear();
    expect([(await read(id))['status'], await due(), await received()]).toEqual(['cancelled', ['succeeded', 0], 0]);
  });

  it('are blocked all the same, and reviewed anew when the approval is a day old', async () => {
    const [blocked, late] = [await promise(400), await promise(500)];
    await world.live({ amount: { atLeast: { INR: 400 } } }, REVIEWED);
    await due();
    const [second, first] = await world.decisions(pair.alice.id);
    expect([first?.['movementId'], second?.['movementId']].sort()).toEqual([blocked, late].sort());
    const { other } = await world.staff();
    for (const decision of [first, second]) {
      const path = `/admin/risk/decisions/${String(decision?.['id'])}/approve`;
      expect((await world.call('POST', path, other, { body: { reason: 'x' } })).status).toBe(200);
    }
    world.clock.advance(DAY_MS);
    await world.live({ amount: { atLeast: { INR: 500 } } });
    await hear();
    await run();
    expect((await read(blocked))['status']).toBe('in_review');
    expect(await read(late)).toMatchObject({ status: 'refused', code: 'risk_blocked' });
    expect(await world.decisions(pair.alice.id)).toHaveLength(4);
  });

  it('are held against what a day leaves to spend, on the day they are made and no longer when they were promised', async () => {
    await world.set('risk.daily_amount', { INR: 1_000 });
    const [first, second] = [await promise(600, DAY_MS), await promise(400, DAY_MS)];
    expect(await world.send(pair.alice, pair, 1)).toMatchObject(OVER);
    world.clock.advance(DAY_MS - MINUTE_MS);
    expect((await world.send(pair.alice, pair, 500)).status).toBe(201);
    expect(await due()).toEqual(['succeeded', 2]);
    expect(await read(first)).toMatchObject({ status: 'refused', code: 'spending_limit_reached' });
    expect((await read(second))['status']).toBe('posted');
    expect((await world.send(pair.alice, pair, 101)).status).toBe(422);
    expect((await world.send(pair.alice, pair, 100)).status).toBe(201);
    await hear();
    expect(await world.send(pair.alice, pair, 1)).toMatchObject(OVER);
  });

  it('give back what was reserved when the ledger refuses them, and take it once when a try dies', async () => {
    await world.set('risk.daily_amount', { INR: 20_000 });
    const tooMuch = await promise(10_001);
    const fits = await promise(9_000);
    world.clock.advance(MINUTE_MS);
    const risk = world.app.get(ScheduledRisk);
    for (let tries = 0; tries < 3; tries += 1) await risk.judge([tooMuch, fits]);
    expect(await run()).toEqual(['succeeded', 2]);
    expect(await read(tooMuch)).toMatchObject({ status: 'refused', code: 'insufficient_funds' });
    await hear();
    await world.wallet(pair.alice, 20_000);
    expect((await world.send(pair.alice, pair, 11_001)).status).toBe(422);
    expect((await world.send(pair.alice, pair, 11_000)).status).toBe(201);
  });

  it('give back what was reserved when they are called off after they were judged', async () => {
    await world.set('risk.daily_amount', { INR: 1_000 });
    const id = await promise(1_000);
    world.clock.advance(MINUTE_MS);
    const risk = world.app.get(ScheduledRisk);
    const off = await world.call('POST', `/transfers/scheduled/${id}/cancel`, pair.alice, { key: world.newId() });
    expect(off.status).toBe(200);
    expect((await risk.judge([id])).size).toBe(0);
    await hear();
    expect((await world.send(pair.alice, pair, 300)).status).toBe(201);
    const next = await promise(700);
    world.clock.advance(MINUTE_MS);
    const judged = await risk.judge([next]);
    await world.call('POST', `/transfers/scheduled/${next}/cancel`, pair.alice, { key: world.newId() });
    await hear();
    const settled = await world.app
      .get(Transactions)
      .run((tx) => world.app.get(ScheduledTransfers).execute(tx, judged));
    await risk.giveBackUnsettled(judged, settled);
    expect(settled).toEqual([]);
    expect((await world.send(pair.alice, pair, 700)).status).toBe(201);
    expect(await world.send(pair.alice, pair, 1)).toMatchObject(OVER);
  });

  it('are not asked where their owner is, but for the device that was listed since', async () => {
    const device = { 'x-device-id': 'device-of-alice-1', 'x-client-position': 'lat=12.9716;lng=77.5946' };
    const closed = { whenUnknown: 'closed' };
    await world.live({ amount: { atLeast: { INR: 5_000 } } });
    const [made, listed] = [await promise(100, MINUTE_MS, device), await promise(200, 10 * MINUTE_MS, device)];
    await world.live({ newDevice: { withinSeconds: 86_400 } }, closed);
    await world.live({ speed: { atLeastKmPerHour: 1_000, atLeastMeters: 1 } }, closed);
    expect([await due(), (await read(made))['status']]).toEqual([['succeeded', 1], 'posted']);
    const { analyst } = await world.staff();
    const hash = createHash('sha256').update(device['x-device-id']).digest('hex').slice(0, 32);
    const listing = { kind: 'device', value: hash, effect: 'block', reason: 'x' };
    expect((await world.call('POST', '/admin/risk/listings', analyst, { body: listing })).status).toBe(201);
    await due(10 * MINUTE_MS);
    expect(await read(listed)).toMatchObject({ status: 'refused', code: 'risk_blocked' });
  });
});
