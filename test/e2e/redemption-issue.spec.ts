import { randomUUID } from 'node:crypto';
import { DAY_MS, OrderWorld, type Treat } from './order-world.ts';

describe('POST /orders/{id}/redemption', () => {
  let world: OrderWorld;
  let treat: Treat;

  beforeAll(async () => {
    world = await OrderWorld.open();
  });
  beforeEach(async () => {
    treat = await world.treat();
  });
  afterAll(() => world.close());

  const issue = (orderId: string, person = treat.recipient) =>
    world.call('POST', `/orders/${orderId}/redemption`, person);

  it('gives the recipient of an accepted order a signed code for a minute', async () => {
    const code = await world.code(await world.accepted(treat), treat.recipient);
    expect(code.qrPayload).toMatch(/^tvt1\.[\w-]+\.[\w-]{43}$/);
    expect(code.qrSvg).toMatch(/^<svg /);
    expect(code.expiresAt).toBe(new Date(world.clock.now().getTime() + 60_000).toISOString());
  });

  it('gives another when asked again', async () => {
    const orderId = await world.accepted(treat);
    const [first, second] = [await world.code(orderId, treat.recipient), await world.code(orderId, treat.recipient)];
    expect(second.redemptionId).not.toBe(first.redemptionId);
    expect(second.qrPayload).not.toBe(first.qrPayload);
  });

  it('never gives a code that outlives the order', async () => {
    const orderId = await world.accepted(treat);
    const { expiresAt } = await world.read(orderId, treat.recipient);
    world.clock.advance(DAY_MS - 10_000);
    expect(await world.code(orderId, treat.recipient)).toMatchObject({ expiresAt });
    world.clock.advance(10_000);
    expect(await issue(orderId)).toMatchObject({ status: 409, body: { code: 'order_expired' } });
  });

  it('gives at most twenty that work at a time, also to many at once', async () => {
    const orderId = await world.accepted(treat);
    const answers = await Promise.all(Array.from({ length: 25 }, () => issue(orderId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(refused[0]?.body).toMatchObject({ code: 'rate_limited' });
    expect(refused[0]?.headers.get('retry-after')).toBe('60');
    world.clock.advance(60_000);
    expect(await issue(orderId)).toMatchObject({ status: 201 });
  });

  it('refuses the buyer, hides the order from others, and wants an accepted order', async () => {
    const orderId = await world.placed(treat);
    expect(await issue(orderId)).toMatchObject({ status: 409, body: { code: 'order_not_actionable' } });
    expect(await issue(orderId, treat.buyer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await issue(orderId, treat.bar.bartender)).toMatchObject({ status: 404 });
    expect(await issue(randomUUID())).toMatchObject({ status: 404 });
    expect(await issue('none')).toMatchObject({ status: 404 });
    await world.act('reject', orderId, treat.recipient);
    expect(await issue(orderId)).toMatchObject({ status: 409, body: { code: 'order_not_actionable' } });
    expect((await world.footprint())['redemptions']).not.toContainEqual(
      expect.objectContaining({ status: 'confirmed' }),
    );
  });
});
