import { DAY_MS, OrderWorld, type Treat } from './order-world.ts';

describe('POST /orders/{id}/cancel', () => {
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

  it('gives the buyer the money back at once', async () => {
    const answer = await world.act('cancel', orderId, treat.buyer);
    expect(answer).toMatchObject({ status: 200, body: { id: orderId, status: 'CANCELLED', version: 2 } });
    expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: 0, pendingIn: 0 });
    expect(await world.balancesOfCode(`venue-payable:${treat.bar.id}:INR`)).toEqual({
      posted: 0,
      pendingOut: 0,
      pendingIn: 0,
    });
    expect(await world.announced(orderId)).toEqual(['order.paid', 'order.cancelled']);
  });

  it('refuses the recipient, and hides the order from everybody else', async () => {
    expect(await world.act('cancel', orderId, treat.recipient)).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(await world.act('cancel', orderId, await world.person())).toMatchObject({ status: 404 });
    expect(await world.balances(treat.walletId)).toMatchObject({ pendingOut: 250 });
  });

  it('refuses what is over: a second time, and after each other end', async () => {
    await world.act('cancel', orderId, treat.buyer);
    expect(await world.act('cancel', orderId, treat.buyer)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });
    expect(await world.act('accept', orderId, treat.recipient)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });
  });

  it('refuses what was accepted', async () => {
    await world.act('accept', orderId, treat.recipient);
    expect(await world.act('cancel', orderId, treat.buyer)).toMatchObject({
      status: 409,
      body: { code: 'order_not_actionable' },
    });
    expect(await world.balances(treat.walletId)).toMatchObject({ pendingOut: 250 });
  });

  it('refuses at exactly 24 hours, before and after the job has run', async () => {
    world.clock.advance(DAY_MS);
    expect(await world.act('cancel', orderId, treat.buyer)).toMatchObject({
      status: 409,
      body: { code: 'order_expired' },
    });
    await world.runJob();
    expect(await world.act('cancel', orderId, treat.buyer)).toMatchObject({
      status: 409,
      body: { code: 'order_expired' },
    });
  });
});
