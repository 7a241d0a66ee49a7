import { randomUUID } from 'node:crypto';
import { OutboxRelay } from '../../src/platform/events/index.ts';
import { Postgres } from '../../src/platform/postgres/index.ts';
import { PaymentWorld } from '../support/payment-world.ts';
import type { Person } from '../support/world.ts';

describe('DELETE /payment-methods/{id}', () => {
  let world: PaymentWorld;

  beforeAll(async () => {
    world = await PaymentWorld.open();
  });
  afterAll(() => world.close());

  const remove = (payer: Person | undefined, id: string) => world.call('DELETE', `/payment-methods/${id}`, payer);
  const list = async (payer: Person) =>
    (await world.call<{ data: { id: string; isDefault: boolean }[] }>('GET', '/payment-methods', payer)).body.data;

  it('removes a method, erases its token behind that, and does not find it again', async () => {
    const payer = await world.person();
    const id = await world.method(payer);
    const answer = await remove(payer, id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await list(payer)).toEqual([]);
    await world.app.get(OutboxRelay).drain();
    const row = await world.app.get(Postgres).prisma.paymentMethod.findUniqueOrThrow({ where: { id } });
    expect(row.sealedToken).toBe('');
    expect((await remove(payer, id)).status).toBe(404);
  });

  it('promotes nothing when the default goes, and lets another be made the default later', async () => {
    const payer = await world.person();
    const first = await world.method(payer);
    const second = await world.method(payer, 'sandbox_3ds');
    await remove(payer, first);
    expect(await list(payer)).toMatchObject([{ id: second, isDefault: false }]);
    const body = { type: 'card', token: 'sandbox_visa', makeDefault: true };
    await world.call('POST', '/payment-methods', payer, { body });
    expect((await list(payer)).map(({ isDefault }) => isDefault)).toEqual([false, true]);
  });

  it('makes room for another', async () => {
    const payer = await world.person();
    const ids = [];
    for (let count = 0; count < 20; count += 1) ids.push(await world.method(payer, `card_${count}`));
    await remove(payer, ids[0] ?? '');
    await world.method(payer);
  });

  it('does not find somebody else’s, and leaves it alone', async () => {
    const [mine, other] = [await world.person(), await world.person()];
    const id = await world.method(other);
    expect((await remove(mine, id)).body).toMatchObject({ status: 404, code: 'not_found' });
    expect(await list(other)).toHaveLength(1);
  });

  it.each([randomUUID(), 'x', '1', '%00', "'--", 'ffffffff-ffff-ffff-ffff-fffffffffffff'])(
    'does not find %s',
    async (id) => {
      expect((await remove(await world.person(), encodeURIComponent(id))).status).toBe(404);
    },
  );

  it('refuses who is not signed in', async () => {
    expect((await remove(undefined, randomUUID())).status).toBe(401);
  });
});
