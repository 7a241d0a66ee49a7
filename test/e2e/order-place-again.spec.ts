import { randomUUID } from 'node:crypto';
import { PlaceOrder } from '../../src/modules/orders/place-order.use-case.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { OrderWorld } from './order-world.ts';

describe('POST /orders, sent again', () => {
  let world: OrderWorld;

  beforeAll(async () => {
    world = await OrderWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('answers a retry with the first order, and refuses the key for another order', async () => {
    const treat = await world.treat();
    const key = randomUUID();
    const first = await world.place(treat, {}, key);
    const again = await world.place(treat, {}, key);
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await world.place(treat, { message: 'another' }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
    expect(await world.balances(treat.walletId)).toMatchObject({ pendingOut: 250 });
  });

  it('makes one order of twenty requests with one key', async () => {
    const treat = await world.treat({ funds: 10_000 });
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.place(treat, {}, key)));
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body['id']));
    expect(ids.size).toBe(1);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await world.balances(treat.walletId)).toMatchObject({ pendingOut: 250 });
  });

  it('stays placed when the answer was lost and the venue has closed before the retry', async () => {
    const { buyer, recipient, bar, walletId } = await world.treat();
    const items = [{ menuItemId: bar.items[0] as string, quantity: 1 }];
    const asked = { buyerId: buyer.id, recipientId: recipient.id, venueId: bar.id, walletId, items };
    const claim = { scope: randomUUID(), fingerprint: randomUUID() };
    const placeOrder = world.app.get(PlaceOrder);
    const placed = await placeOrder.execute(asked, claim);
    await world.app.get(Postgres).prisma.venue.update({ where: { id: bar.id }, data: { status: 'closed' } });

    expect(await placeOrder.execute(asked, claim)).toEqual({ body: placed.body, replayed: true });
    await expect(placeOrder.execute(asked, { ...claim, fingerprint: randomUUID() })).rejects.toThrow(
      'idempotency_key_reused',
    );
    await expect(placeOrder.execute(asked, { ...claim, scope: randomUUID() })).rejects.toThrow('venue_closed');
    expect(await world.balances(walletId)).toMatchObject({ pendingOut: 250 });
  });
});
