import { OrderWorld } from './order-world.ts';

describe('a treat', () => {
  let world: OrderWorld;

  beforeAll(async () => {
    world = await OrderWorld.open({ PLATFORM_FEE_BASIS_POINTS: '500' });
  });
  afterAll(() => world.close());

  it('goes from a friend to the bar, and the money with it', async () => {
    const treat = await world.treat({ funds: 1_000, price: 400 });
    const { buyer, recipient, bar } = treat;

    const orderId = await world.placed(treat, { message: 'Cheers!' });
    expect(await world.balances(treat.walletId)).toEqual({ posted: 1_000, pendingOut: 400, pendingIn: 0 });

    world.clock.advance(3_600_000);
    await world.expect(200, world.act('accept', orderId, recipient));
    expect(await world.act('cancel', orderId, buyer)).toMatchObject({ status: 409 });

    const lost = await world.code(orderId, recipient);
    world.clock.advance(61_000);
    expect(await world.scan(lost.qrPayload, bar.bartender)).toMatchObject({
      status: 422,
      body: { code: 'qr_expired' },
    });

    const { qrPayload, redemptionId } = await world.code(orderId, recipient);
    const scanned = await world.expect(200, world.scan(qrPayload, bar.bartender));
    expect(scanned.body).toMatchObject({ recipient: { firstName: 'Bob' }, order: { message: 'Cheers!', amount: 400 } });

    await world.expect(200, world.confirm(redemptionId, bar.bartender));
    for (const person of [buyer, recipient, bar.bartender])
      expect(await world.statusOf(orderId, person)).toBe('REDEEMED');
    expect(await world.balances(treat.walletId)).toEqual({ posted: 600, pendingOut: 0, pendingIn: 0 });
    expect(await world.balancesOfCode(`venue-payable:${bar.id}:INR`)).toMatchObject({ posted: 380, pendingIn: 0 });
    expect(await world.balancesOfCode('platform-fee:INR')).toMatchObject({ posted: 20 });

    for (const action of ['accept', 'reject'] as const) {
      expect(await world.act(action, orderId, recipient)).toMatchObject({
        status: 409,
        body: { code: 'order_not_actionable' },
      });
    }
    expect(await world.call('POST', `/orders/${orderId}/redemption`, recipient)).toMatchObject({ status: 409 });
    expect(await world.announced(orderId)).toEqual(['order.paid', 'order.accepted', 'order.redeemed']);
    await world.expectSound();
  });
});
