import { randomUUID } from 'node:crypto';
import { DAY_MS, OrderWorld } from './order-world.ts';

describe('GET /orders/{id}', () => {
  let world: OrderWorld;

  beforeAll(async () => {
    world = await OrderWorld.open();
  });
  afterAll(() => world.close());

  it('shows the order to its buyer, its recipient and the staff of its venue; the wallet to the buyer alone', async () => {
    const treat = await world.treat();
    const orderId = await world.placed(treat);
    const seen = await world.read(orderId, treat.buyer);
    expect(seen).toMatchObject({ id: orderId, walletId: treat.walletId });
    for (const other of [treat.recipient, treat.bar.bartender]) {
      expect(await world.read(orderId, other)).toEqual({ ...seen, walletId: null });
    }
  });

  it('hides it from everybody else', async () => {
    const orderId = await world.placed(await world.treat());
    for (const stranger of [await world.person(), (await world.bar()).bartender]) {
      expect(await world.call('GET', `/orders/${orderId}`, stranger)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    }
    expect(await world.call('GET', `/orders/${orderId}`)).toMatchObject({ status: 401 });
  });

  it('shows it as expired at exactly 24 hours, before any job has run', async () => {
    const treat = await world.treat();
    const [paid, accepted] = [await world.placed(treat), await world.accepted(treat)];
    world.clock.advance(DAY_MS - 1);
    expect(await world.statusOf(paid, treat.buyer)).toBe('PAID');
    expect(await world.statusOf(accepted, treat.recipient)).toBe('ACCEPTED');
    world.clock.advance(1);
    expect(await world.statusOf(paid, treat.buyer)).toBe('EXPIRED');
    expect(await world.statusOf(accepted, treat.bar.bartender)).toBe('EXPIRED');
    await world.expectSound();
  });

  it.each([randomUUID(), 'none', "1'--", '00000000-0000-0000-0000-000000000000', '9'.repeat(500)])(
    'does not know %s',
    async (id) => {
      expect(await world.call('GET', `/orders/${id}`, await world.person())).toMatchObject({ status: 404 });
    },
  );
});
