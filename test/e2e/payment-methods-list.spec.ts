import { PaymentWorld } from '../support/payment-world.ts';

describe('GET /payment-methods', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterAll(() => world.close());

  it('is empty at first', async () => {
    const answer = await world.call('GET', '/payment-methods', await world.person());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ data: [], hasMore: false, nextCursor: null });
  });

  it('lists my methods, oldest first, and nobody else’s', async () => {
    const [mine, other] = [await world.person(), await world.person()];
    await world.method(other);
    const ids = [await world.method(mine, 'sandbox_visa'), await world.method(mine, 'sandbox_3ds')];
    const { body } = await world.call<{ data: { id: string; brand: string }[] }>('GET', '/payment-methods', mine);
    expect(body.data.map(({ id }) => id)).toEqual(ids);
    expect(body.data.map(({ brand }) => brand)).toEqual(['visa', 'mastercard']);
  });

  it('says nothing of a card that the provider does not know', async () => {
    const payer = await world.person();
    await world.method(payer, 'constructor');
    const { body } = await world.call<{ data: object[] }>('GET', '/payment-methods', payer);
    expect(body.data[0]).toMatchObject({ brand: null, lastFour: null, expiryDate: null });
  });

  it('refuses who is not signed in', async () => {
    expect((await world.call('GET', '/payment-methods')).status).toBe(401);
  });
});
