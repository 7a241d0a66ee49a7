import { randomUUID } from 'node:crypto';
import { OutboxRelay } from '../../src/platform/events/outbox-relay.ts';
import { inWorld } from '../support/in-world.ts';
import { RiskWorld } from '../support/risk-world.ts';
import { Stage } from '../support/stage.ts';
import type { Body } from '../support/world.ts';

const BLOCKED = { status: 422, body: { code: 'risk_blocked' } };
const IN_REVIEW = { status: 409, body: { code: 'in_review' } };
const MINUTE_MS = 60_000;

describe('what risk holds back', () => {
  let world: RiskWorld;
  inWorld(
    () => RiskWorld.open(),
    async (opened) => {
      world = opened;
      await world.retireAll();
    },
  );

  it('reviews: two race to take one, and who does not have it does not decide', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ amount: { atLeast: { INR: 100 } } }, { score: 50 });
    const key = randomUUID();
    expect(await world.send(alice, { from, to }, 100, { key })).toMatchObject(IN_REVIEW);
    expect(await world.send(alice, { from, to }, 100, { key })).toMatchObject(IN_REVIEW);
    const { analyst, other } = await world.staff();
    const [decision, ...more] = await world.decisions(alice.id);
    expect([decision?.['reviewStatus'], more]).toEqual(['open', []]);
    const act = (by: typeof analyst, what: string, body?: Body) =>
      world.call('POST', `/admin/risk/decisions/${String(decision?.['id'])}/${what}`, by, { body });
    const taken = await Promise.all([act(analyst, 'take'), act(other, 'take')]);
    expect(taken.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner, loser] = taken[0]?.status === 200 ? [analyst, other] : [other, analyst];
    const because = { reason: 'Called them' };
    expect(await act(loser, 'approve', because)).toMatchObject({
      status: 409,
      body: { code: 'review_not_actionable' },
    });
    expect(await act(alice, 'approve', because)).toMatchObject({ status: 403 });
    expect(await act(winner, 'approve', because)).toMatchObject({ status: 200, body: { reviewStatus: 'approved' } });
    expect(await act(winner, 'reject', because)).toMatchObject({ status: 409 });
    const other_content = await world.send(alice, { from, to }, 200, { key });
    expect(other_content).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const sent = await world.send(alice, { from, to }, 100, { key });
    expect(sent.status).toBe(201);
    expect((await world.send(alice, { from, to }, 100, { key })).body).toEqual(sent.body);
    expect(await world.send(alice, { from, to }, 100)).toMatchObject(IN_REVIEW);
    await world.app.get(OutboxRelay).drain();
    const where = { type: { startsWith: 'risk.review' }, aggregateId: `risk:${String(decision?.['id'])}` };
    const events = await world.postgres.prisma.outboxEvent.findMany({ where, orderBy: { id: 'asc' } });
    expect(events.map(({ type }) => type)).toEqual(['risk.review_opened', 'risk.review_decided']);
  });

  it('refuses what was rejected, and reviews again what is sent under a key after its day', async () => {
    const { alice, from, to } = await world.pair(10_000);
    await world.live({ amount: { atLeast: { INR: 100 } } }, { score: 50 });
    const [rejected, approved] = [randomUUID(), randomUUID()];
    for (const key of [rejected, approved]) {
      await world.send(alice, { from, to }, 100, { key });
      world.clock.advance(1);
    }
    const [second, first] = await world.decisions(alice.id);
    const { analyst } = await world.staff();
    const act = (decision: Body | undefined, what: string) =>
      world.call('POST', `/admin/risk/decisions/${String(decision?.['id'])}/${what}`, analyst, {
        body: { reason: 'x' },
      });
    await act(first, 'reject');
    await act(second, 'approve');
    expect(await world.send(alice, { from, to }, 100, { key: rejected })).toMatchObject(BLOCKED);
    world.clock.advance(24 * 60 * MINUTE_MS);
    const again = () =>
      Promise.all([
        world.send(world.fresh(alice), { from, to }, 100, { key: rejected }),
        world.send(world.fresh(alice), { from, to }, 200, { key: approved }),
      ]);
    for (const answer of [...(await again()), ...(await again())]) expect(answer).toMatchObject(IN_REVIEW);
    expect(await world.decisions(alice.id)).toHaveLength(4);
  });

  it('lets nobody review what they do themselves', async () => {
    const { analyst } = await world.staff();
    const from = await world.wallet(analyst, 1_000);
    const { to } = await world.pair();
    await world.live({ amount: { atLeast: { INR: 100 } } }, { score: 50 });
    await world.send(analyst, { from, to }, 100);
    const [decision] = await world.decisions(analyst.id);
    const path = `/admin/risk/decisions/${String(decision?.['id'])}/approve`;
    expect(await world.call('POST', path, analyst, { body: { reason: 'x' } })).toMatchObject({
      status: 403,
      body: { code: 'same_person' },
    });
  });

  it('holds a treat and a payment back until somebody has looked, under the same key', async () => {
    const stage = new Stage(world);
    const [bar, payer, { analyst }] = [await stage.bar(), await stage.payer(), await world.staff()];
    await world.live({ amount: { atLeast: { INR: 1 } } }, { subjects: ['payment', 'order'], score: 50 });
    const treat = stage.orderOf(bar, payer, await stage.person());
    const payment = {
      walletId: payer.walletId,
      amount: 300,
      currency: 'INR',
      paymentMethodId: await stage.card(payer),
    };
    for (const [path, body] of [
      ['/orders', treat],
      ['/payments', payment],
    ] as const) {
      const key = randomUUID();
      world.clock.advance(1);
      expect(await world.post(path, payer, body, key)).toMatchObject(IN_REVIEW);
      const [decision] = await world.decisions(payer.id);
      const approve = `/admin/risk/decisions/${String(decision?.['id'])}/approve`;
      await world.call('POST', approve, analyst, { body: { reason: 'x' } });
      expect((await world.post(path, payer, body, key)).status).toBe(201);
    }
  });
});
