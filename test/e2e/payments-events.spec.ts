import { randomUUID } from 'node:crypto';
import { PaymentWorld, type EventBody } from '../support/payment-world.ts';

describe('GET /payments/{id}/events', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterAll(() => world.close());

  it('tells what happened, in order and without gaps', async () => {
    const topUp = await world.topUp('sandbox_timeout');
    const { body } = await world.pay(topUp, 900);
    await world.inquire();
    expect(await world.events(topUp.payer, body.id)).toEqual([
      {
        sequence: 1,
        fromStatus: null,
        toStatus: 'pending',
        cause: 'created',
        refundId: null,
        disputeId: null,
        createdAt: expect.any(String) as unknown,
      },
      {
        sequence: 2,
        fromStatus: 'pending',
        toStatus: 'unknown',
        cause: 'charge',
        refundId: null,
        disputeId: null,
        createdAt: expect.any(String) as unknown,
      },
      {
        sequence: 3,
        fromStatus: 'unknown',
        toStatus: 'succeeded',
        cause: 'inquiry',
        refundId: null,
        disputeId: null,
        createdAt: expect.any(String) as unknown,
      },
    ]);
  });

  it('gives them in pages', async () => {
    const topUp = await world.topUp();
    const { body } = await world.pay(topUp, 900);
    const path = `/payments/${body.id}/events?limit=1`;
    const first = await world.call<{ data: EventBody[]; nextCursor: string }>('GET', path, topUp.payer);
    const rest = await world.call('GET', `${path}&cursor=${first.body.nextCursor}`, topUp.payer);
    expect(first.body.data).toMatchObject([{ sequence: 1 }]);
    expect(rest.body).toMatchObject({ data: [{ sequence: 2 }], hasMore: false, nextCursor: null });
  });

  it('refuses the cursor of another payment', async () => {
    const topUp = await world.topUp();
    const [one, other] = [await world.pay(topUp, 1), await world.pay(topUp, 2)];
    const { nextCursor } = (
      await world.call<{ nextCursor: string }>('GET', `/payments/${one.body.id}/events?limit=1`, topUp.payer)
    ).body;
    const answer = await world.call('GET', `/payments/${other.body.id}/events?cursor=${nextCursor}`, topUp.payer);
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('does not find somebody else’s payment', async () => {
    const { body } = await world.pay(await world.topUp(), 900);
    const stranger = await world.person();
    for (const id of [body.id, randomUUID(), 'x']) {
      expect((await world.call('GET', `/payments/${id}/events`, stranger)).status).toBe(404);
    }
  });

  it('refuses who is not signed in', async () => {
    expect((await world.call('GET', `/payments/${randomUUID()}/events`)).status).toBe(401);
  });
});
