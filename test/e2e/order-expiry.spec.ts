import { DAY_MS, OrderWorld } from './order-world.ts';

describe('the job expire-orders', () => {
  let world: OrderWorld;

  beforeEach(async () => {
    world = await OrderWorld.open();
  });
  afterEach(async () => {
    await world.expectSound();
    await world.close();
  });

  it('ends orders at their exact time, gives the money back and says so, once', async () => {
    const treat = await world.treat({ funds: 1_000 });
    const [paid, accepted, rejected] = [
      await world.placed(treat),
      await world.accepted(treat),
      await world.placed(treat),
    ];
    await world.act('reject', rejected, treat.recipient);

    world.clock.advance(DAY_MS - 1);
    expect(await world.runJob()).toEqual({ status: 'succeeded', processed: 0 });
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 1_000, pendingOut: 500 });

    world.clock.advance(1);
    expect(await world.runJob()).toEqual({ status: 'succeeded', processed: 2 });
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 1_000, pendingOut: 0 });
    expect(await world.announced(paid)).toEqual(['order.paid', 'order.expired']);
    expect(await world.announced(accepted)).toEqual(['order.paid', 'order.accepted', 'order.expired']);
    expect(await world.announced(rejected)).toEqual(['order.paid', 'order.rejected']);
    expect(await world.read(accepted, treat.buyer)).toMatchObject({ status: 'EXPIRED', version: 3 });

    world.clock.advance(60_000);
    expect(await world.runJob()).toEqual({ status: 'succeeded', processed: 0 });
  });

  it('finds its work done when the ledger has let go of the money before it', async () => {
    const treat = await world.treat({ funds: 1_000 });
    const orderId = await world.placed(treat);
    world.clock.advance(DAY_MS);
    await world.runJob('expire-holds');
    expect(await world.balances(treat.walletId)).toMatchObject({ pendingOut: 0 });
    expect(await world.runJob()).toEqual({ status: 'succeeded', processed: 1 });
    expect(await world.announced(orderId)).toEqual(['order.paid', 'order.expired']);
  });

  it('lets the buyer spend the money again at once, before any job has run', async () => {
    const treat = await world.treat({ funds: 250 });
    await world.placed(treat);
    expect(await world.place(treat)).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } });
    world.clock.advance(DAY_MS);
    expect(await world.place(treat)).toMatchObject({ status: 201 });
  });

  it('goes on, chunk by chunk, until none is left', async () => {
    const treat = await world.treat({ funds: 1_000, price: 1 });
    for (let nth = 0; nth < 13; nth += 1) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => world.place(treat)));
      expect(answers.every(({ status }) => status === 201)).toBe(true);
    }
    world.clock.advance(DAY_MS);
    expect(await world.runJob()).toEqual({ status: 'succeeded', processed: 104 });
    expect(await world.balances(treat.walletId)).toMatchObject({ posted: 1_000, pendingOut: 0 });
  });
});
