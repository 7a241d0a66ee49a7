import { randomUUID } from 'node:crypto';
import { FIRST_INQUIRY_MS, PaymentWorld } from '../support/payment-world.ts';

describe('GET /payments/{id}', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterAll(() => world.close());

  it('shows the payment as it was made', async () => {
    const topUp = await world.topUp();
    const { body } = await world.pay(topUp, 900);
    expect(await world.payment(topUp.payer, body.id)).toEqual(body);
  });

  it('only reads: an inquiry that is due is not made by it', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.pay(topUp, 900);
    world.clock.advance(FIRST_INQUIRY_MS);
    expect(await world.payment(topUp.payer, body.id)).toEqual(body);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ status: 'unknown', version: 2 });
  });

  it('does not find somebody else’s payment, or what is no payment', async () => {
    const { body } = await world.pay(await world.topUp(), 900);
    const stranger = await world.person();
    for (const id of [body.id, randomUUID(), 'x', '%2e%2e']) {
      const answer = await world.call('GET', `/payments/${id}`, stranger);
      expect(answer.body).toMatchObject({ status: 404 });
    }
  });

  it('refuses who is not signed in', async () => {
    expect((await world.call('GET', `/payments/${randomUUID()}`)).status).toBe(401);
  });

  it('reads it from the cache until it changes, and shows it to its owner alone', async () => {
    const topUp = await world.topUp();
    const { body } = await world.pay(topUp, 40);
    const stranger = await world.person();
    const path = `/payments/${body.id}`;
    const both = await Promise.all([world.call('GET', path, stranger), world.call('GET', path, topUp.payer)]);
    expect(both.map(({ status }) => status)).toEqual([404, 200]);
    await world.postgres.prisma.payment.update({ where: { id: body.id }, data: { version: 99 } });
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ version: 2 });
    expect((await world.call('GET', path, stranger)).status).toBe(404);
    await world.refund(topUp.payer, body.id);
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ version: 101, refundedAmount: 40 });
  });
});
