import { randomUUID } from 'node:crypto';
import { PaymentWorld, type PaymentBody } from '../support/payment-world.ts';
import type { Person } from '../support/world.ts';

describe('POST /sandbox/challenges/{paymentId}', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const complete = (payer: Person | undefined, id: string, body: unknown = { approve: true }) =>
    world.call<PaymentBody & { code?: string }>('POST', `/sandbox/challenges/${id}`, payer, { body });

  it('lets the payment succeed at the inquiry that follows when it is approved', async () => {
    const topUp = await world.topUp('sandbox_3ds');
    const { body: payment } = await world.pay(topUp, 4_000);
    await world.inquire();
    expect(await world.payment(topUp.payer, payment.id)).toMatchObject({ status: 'requires_action', version: 2 });

    const answer = await complete(topUp.payer, payment.id);
    expect([answer.status, answer.body.status]).toEqual([200, 'requires_action']);
    expect(await world.balance(topUp)).toBe(0);
    await world.inquire(1);
    const settled = await world.payment(topUp.payer, payment.id);
    expect(settled).toMatchObject({
      status: 'succeeded',
      nextAction: null,
      transferId: expect.any(String) as unknown,
      failureCode: null,
    });
    expect(await world.balance(topUp)).toBe(4_000);
    expect(await world.announced(payment.id)).toEqual(['payment.requires_action', 'payment.succeeded']);
  });

  it('lets the payment fail when it is not approved', async () => {
    const topUp = await world.topUp('sandbox_3ds');
    const { body: payment } = await world.pay(topUp, 4_000);
    await complete(topUp.payer, payment.id, { approve: false });
    await world.inquire();
    const settled = await world.payment(topUp.payer, payment.id);
    expect(settled).toMatchObject({ status: 'failed', failureCode: 'authentication_failed', nextAction: null });
    expect(await world.balance(topUp)).toBe(0);
  });

  it('is completed once: what was decided first holds', async () => {
    const topUp = await world.topUp('sandbox_3ds');
    const { body: payment } = await world.pay(topUp, 10);
    const answers = await Promise.all(
      [true, false, true, false].map((approve) => complete(topUp.payer, payment.id, { approve })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    await world.inquire();
    expect((await complete(topUp.payer, payment.id)).body).toMatchObject({
      status: 409,
      code: 'payment_not_actionable',
    });
  });

  it('refuses a payment that waits for no challenge', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body: payment } = await world.pay(topUp, 10);
    expect((await complete(topUp.payer, payment.id)).body).toMatchObject({
      status: 409,
      code: 'payment_not_actionable',
    });
  });

  it('does not find somebody else’s payment', async () => {
    const topUp = await world.topUp('sandbox_3ds');
    const { body: payment } = await world.pay(topUp, 10);
    const stranger = await world.person();
    for (const id of [payment.id, randomUUID(), 'x']) expect((await complete(stranger, id)).status).toBe(404);
    await world.inquire();
    expect(await world.payment(topUp.payer, payment.id)).toMatchObject({ status: 'requires_action' });
  });

  it.each([undefined, {}, { approve: 'true' }, { approve: 1 }, { approve: null }, { approve: true, more: 1 }, [true]])(
    'refuses the body %j',
    async (body) => {
      const payer = await world.person();
      expect((await world.call('POST', `/sandbox/challenges/${randomUUID()}`, payer, { body })).status).toBe(400);
    },
  );

  it('refuses who is not signed in', async () => {
    expect((await complete(undefined, randomUUID())).status).toBe(401);
  });
});
