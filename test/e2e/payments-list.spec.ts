import { PaymentWorld, type PaymentBody } from '../support/payment-world.ts';
import type { Person } from '../support/world.ts';

interface PageBody {
  readonly data: readonly PaymentBody[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly code?: string;
}

describe('GET /payments', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterAll(() => world.close());

  const list = (payer: Person | undefined, query = '') => world.call<PageBody>('GET', `/payments${query}`, payer);

  it('gives my payments in pages, newest first, each once', async () => {
    const topUp = await world.topUp();
    await world.pay(await world.topUp(), 1);
    for (const amount of [1, 2, 3, 4, 5]) await world.pay(topUp, amount);
    const first = (await list(topUp.payer, '?limit=2')).body;
    const second = (await list(topUp.payer, `?limit=2&cursor=${first.nextCursor}`)).body;
    const third = (await list(topUp.payer, `?limit=2&cursor=${second.nextCursor}`)).body;
    const amounts = [first, second, third].map(({ data }) => data.map(({ amount }) => amount));
    expect(amounts).toEqual([[5, 4], [3, 2], [1]]);
    expect([first, second, third].map(({ hasMore }) => hasMore)).toEqual([true, true, false]);
    expect(third.nextCursor).toBeNull();
  });

  it('is empty at first', async () => {
    expect((await list(await world.person())).body).toEqual({ data: [], hasMore: false, nextCursor: null });
  });

  it('refuses a cursor that is forged, or somebody else’s', async () => {
    const topUp = await world.topUp();
    for (const amount of [1, 2]) await world.pay(topUp, amount);
    const { nextCursor } = (await list(topUp.payer, '?limit=1')).body;
    const forged = await list(topUp.payer, `?cursor=${nextCursor}x`);
    const foreign = await list(await world.person(), `?cursor=${nextCursor}`);
    for (const { body } of [forged, foreign]) expect(body).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=x',
    'limit=1&limit=2',
    'limit=',
    'status=x',
    'cursor=a&cursor=b',
  ])('refuses ?%s', async (query) => {
    expect((await list(await world.person(), `?${query}`)).status).toBe(400);
  });

  it('refuses who is not signed in', async () => {
    expect((await list(undefined)).status).toBe(401);
  });
});
