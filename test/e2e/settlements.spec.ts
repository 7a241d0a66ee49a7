import { randomUUID } from 'node:crypto';
import { PaymentWorld } from '../support/payment-world.ts';
import type { Body, Person } from '../support/world.ts';

interface ListBody {
  readonly data: readonly Body[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

describe('what providers took and paid out', () => {
  let world: PaymentWorld;
  let approver: Person;
  let operator: Person;

  beforeAll(async () => {
    world = await PaymentWorld.open();
    approver = await world.person(['finance_approver']);
    operator = await world.person(['admin']);
  });
  afterEach(() => world.expectSound());
  afterAll(() => world.close());

  const list = async (path: string): Promise<ListBody> => (await world.call<ListBody>('GET', path, approver)).body;
  const payOut = (person: Person, body: Body) => world.call('POST', '/sandbox/payouts', person, { body });

  it('is listed change by change, with fees, newest first and in pages', async () => {
    const topUp = await world.topUp();
    const ids: string[] = [];
    for (const amount of [1_000, 2_000, 3_000]) {
      world.clock.advance(1_000);
      ids.push((await world.pay(topUp, amount)).body.id);
    }
    await world.hear();
    const first = await list('/admin/provider-balance-changes?limit=2');
    expect(first.data).toMatchObject([
      { provider: 'sandbox', type: 'charge', paymentId: ids[2], amount: 3_000, fee: 117, currency: 'INR' },
      { provider: 'sandbox', type: 'charge', paymentId: ids[1], amount: 2_000, fee: 88, currency: 'INR' },
    ]);
    const second = await list(`/admin/provider-balance-changes?limit=2&cursor=${first.nextCursor}`);
    expect([second.data, second.hasMore]).toMatchObject([[{ paymentId: ids[0], fee: 59 }], false]);
    expect((await list(`/admin/provider-balance-changes?paymentId=${ids[1]}`)).data).toEqual([first.data[1]]);
  });

  it('shows payouts by status, and one of them', async () => {
    await world.pay(await world.topUp(), 9_000);
    expect((await payOut(operator, { amount: 4_000, currency: 'INR', outcome: 'paid' })).status).toBe(202);
    await world.hear();
    const { data } = await list('/admin/payouts?status=in_transit');
    expect(data).toMatchObject([{ provider: 'sandbox', amount: 4_000, currency: 'INR', destination: 'sandbox_bank' }]);
    const one = await world.call('GET', `/admin/payouts/${String(data[0]?.['id'])}`, approver);
    expect(one.body).toEqual(data[0]);
    expect((await list('/admin/payouts?status=returned')).data).toEqual([]);
    const announced = await world.announced(String(data[0]?.['id']));
    await world.hear(5 * 60_000);
    expect([announced, await world.announced(String(data[0]?.['id']))]).toEqual([
      ...[['payout.in_transit'], ['payout.in_transit', 'payout.paid']],
    ]);
  });

  it('is for those who reconcile, and the sandbox is played by who may', async () => {
    const person = await world.person();
    for (const path of ['/admin/payouts', '/admin/provider-balance-changes', `/admin/payouts/${randomUUID()}`]) {
      expect((await world.call('GET', path, person)).status).toBe(403);
    }
    expect((await world.call('GET', `/admin/payouts/${randomUUID()}`, approver)).status).toBe(404);
    expect((await payOut(approver, { amount: 1, currency: 'INR', outcome: 'paid' })).status).toBe(403);
    expect((await payOut(operator, { amount: 1, currency: 'ZZZ', outcome: 'paid' })).body).toMatchObject({
      ...{ status: 422, code: 'currency_not_supported' },
    });
  });
});
