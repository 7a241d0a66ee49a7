import { randomUUID } from 'node:crypto';
import { PaymentWorld } from '../support/payment-world.ts';

describe('a payment that is captured by hand', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  it('is authorized and credits nothing, until it is captured', async () => {
    const topUp = await world.topUp();
    const { body } = await world.authorize(topUp, 900);
    expect(body).toMatchObject({ status: 'authorized', capturedAmount: 0, transferId: null });
    expect(await world.balance(topUp)).toBe(0);
    const answer = await world.finish(topUp.payer, body.id, 'capture');
    expect([answer.status, answer.body.status, answer.body.capturedAmount]).toEqual([200, 'succeeded', 900]);
    expect(await world.balance(topUp)).toBe(900);
    const steps = (await world.events(topUp.payer, body.id)).map(({ toStatus }) => toStatus);
    expect(steps).toEqual(['pending', 'authorized', 'capturing', 'succeeded']);
    expect(await world.announced(body.id)).toEqual(['payment.authorized', 'payment.succeeded']);
  });

  it('credits the part that is captured, and no more of it can be refunded', async () => {
    const topUp = await world.topUp();
    const { body } = await world.authorize(topUp, 900);
    const more = await world.finish(topUp.payer, body.id, 'capture', { amount: 901 });
    expect(more.body).toMatchObject({ status: 422, code: 'capture_exceeds_payment' });
    await world.finish(topUp.payer, body.id, 'capture', { amount: 250 });
    expect(await world.payment(topUp.payer, body.id)).toMatchObject({ amount: 900, capturedAmount: 250 });
    expect(await world.balance(topUp)).toBe(250);
    const refused = await world.refund(topUp.payer, body.id, { amount: 251 });
    expect(refused.body.code).toBe('refund_exceeds_payment');
    expect((await world.refund(topUp.payer, body.id)).body.amount).toBe(250);
  });

  it('is let go when it is canceled, for good', async () => {
    const topUp = await world.topUp();
    const { body } = await world.authorize(topUp, 900);
    const answer = await world.finish(topUp.payer, body.id, 'cancel');
    expect([answer.status, answer.body.status]).toEqual([200, 'canceled']);
    for (const what of ['capture', 'cancel'] as const) {
      const refused = await world.finish(topUp.payer, body.id, what);
      expect(refused.body).toMatchObject({ status: 409, code: 'payment_not_actionable' });
    }
    expect((await world.refund(topUp.payer, body.id)).body.code).toBe('payment_not_actionable');
    expect(await world.balance(topUp)).toBe(0);
  });

  it('is authorized by the challenge, and one that waits for its challenge can be canceled', async () => {
    const topUp = await world.topUp('sandbox_3ds');
    const [approved, left] = [await world.authorize(topUp, 10), await world.authorize(topUp, 20)];
    const approval = { body: { approve: true } };
    await world.call('POST', `/sandbox/challenges/${approved.body.id}`, topUp.payer, approval);
    expect((await world.finish(topUp.payer, left.body.id, 'cancel')).body.status).toBe('canceled');
    await world.inquire(1);
    expect((await world.payment(topUp.payer, approved.body.id)).status).toBe('authorized');
    const late = await world.call('POST', `/sandbox/challenges/${left.body.id}`, topUp.payer, approval);
    expect(late.status).toBe(409);
  });

  it('is found out about when the authorization was not answered', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.authorize(topUp, 10);
    expect(body.status).toBe('unknown');
    await world.inquire();
    expect((await world.payment(topUp.payer, body.id)).status).toBe('authorized');
  });

  it('refuses to capture what was taken at once, and somebody else’s', async () => {
    const topUp = await world.topUp();
    const [{ body: taken }, { body: mine }] = [await world.pay(topUp, 10), await world.authorize(topUp, 10)];
    const stranger = await world.person();
    for (const what of ['capture', 'cancel'] as const) {
      expect((await world.finish(topUp.payer, taken.id, what)).body.code).toBe('payment_not_actionable');
      expect((await world.finish(stranger, mine.id, what)).status).toBe(404);
    }
    expect((await world.payment(topUp.payer, mine.id)).status).toBe('authorized');
  });

  it('answers a repeated key as before, and refuses another body under it', async () => {
    const topUp = await world.topUp();
    const { body } = await world.authorize(topUp, 10);
    const key = randomUUID();
    const first = await world.finish(topUp.payer, body.id, 'capture', { amount: 4 }, key);
    const again = await world.finish(topUp.payer, body.id, 'capture', { amount: 4 }, key);
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    const other = await world.finish(topUp.payer, body.id, 'capture', { amount: 5 }, key);
    expect(other.body.code).toBe('idempotency_key_reused');
    expect(await world.balance(topUp)).toBe(4);
  });
});
