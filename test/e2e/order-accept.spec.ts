import { randomUUID } from 'node:crypto';
import { DAY_MS, OrderWorld, type Treat } from './order-world.ts';

describe('POST /orders/{id}/accept', () => {
  let world: OrderWorld;
  let treat: Treat;
  let orderId: string;

  beforeAll(async () => {
    world = await OrderWorld.open();
  });
  beforeEach(async () => {
    treat = await world.treat();
    orderId = await world.placed(treat);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('accepts, and leaves the money where it is', async () => {
    const { status, body } = await world.act('accept', orderId, treat.recipient);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id: orderId, status: 'ACCEPTED', version: 2, walletId: null },
    });
    expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: 250, pendingIn: 0 });
    expect(await world.announced(orderId)).toEqual(['order.paid', 'order.accepted']);
  });

  it('refuses the buyer, and hides the order from everybody else', async () => {
    expect(await world.act('accept', orderId, treat.buyer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    for (const stranger of [await world.person(), treat.bar.bartender]) {
      expect(await world.act('accept', orderId, stranger)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await world.statusOf(orderId, treat.buyer)).toBe('PAID');
  });

  it('refuses a second time', async () => {
    await world.act('accept', orderId, treat.recipient);
    expect(await world.act('accept', orderId, treat.recipient)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });
  });

  it('answers a retry with the same key as it did the first time', async () => {
    const key = randomUUID();
    const first = await world.act('accept', orderId, treat.recipient, key);
    expect(await world.act('accept', orderId, treat.recipient, key)).toMatchObject({ status: 200, body: first.body });
    expect(await world.announced(orderId)).toEqual(['order.paid', 'order.accepted']);
  });

  it('refuses at exactly 24 hours, and not a millisecond before', async () => {
    const other = await world.placed(treat);
    world.clock.advance(DAY_MS - 1);
    expect(await world.act('accept', other, treat.recipient)).toMatchObject({ status: 200 });
    world.clock.advance(1);
    expect(await world.act('accept', orderId, treat.recipient)).toMatchObject({
      status: 409,
      body: { code: 'order_expired' },
    });
  });

  it('refuses a version that is not the current one', async () => {
    const path = `/orders/${orderId}/accept`;
    const stale = await world.call('POST', path, treat.recipient, { headers: { 'if-match': '"2"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale_version' } });
    const malformed = await world.call('POST', path, treat.recipient, { headers: { 'if-match': 'one' } });
    expect(malformed).toMatchObject({ status: 412 });
    expect(await world.call('POST', path, treat.recipient, { headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 200,
    });
  });

  it.each(['accept', 'reject', 'cancel'])('%s names an order by its id and nothing else', async (action) => {
    for (const id of [randomUUID(), 'none', "1'--", `${orderId}0`]) {
      expect(await world.call('POST', `/orders/${id}/${action}`, treat.recipient)).toMatchObject({ status: 404 });
    }
    expect(await world.call('POST', `/orders/${orderId}/${action}`)).toMatchObject({ status: 401 });
  });
});
